using Portal.Core.Jobs.Arguments;

namespace Portal.Core.Jobs;

/// <summary>The consumer group whose commits show how far a job has read. Pure.</summary>
public static class CommittingGroup
{
    /// <param name="runs">What the job carries; null where that isn't known.</param>
    /// <returns>Null of a program whose arguments don't name the job's group: it may commit as another one, or not at all.</returns>
    public static string? Of(string job, JobDefinition? runs)
    {
        var group = new Placeholder(PlaceholderKind.Group, JobName.Group(job));
        var isNamed = runs?.Program?.Arguments.SelectMany(ArgumentText.Placeholders).Contains(group) ?? true;
        return isNamed ? group.Of : null;
    }
}
