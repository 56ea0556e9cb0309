using Portal.Core.Resources;

namespace Portal.Core.Topics;

/// <summary>Whether jobs need a topic that is to be deleted or changed.</summary>
internal static class DependentJobs
{
    private const string Jobs = "jobs";

    /// <summary>Null where nothing has to be said.</summary>
    public static Finding? Check(CheckedResource topic, bool isDeleted, TopicEvidence? seen) =>
        (seen?.Jobs.Length, isDeleted) switch
        {
            (null or 0, true) => topic.Say(Jobs, CheckVerdict.Passed, "No managed job names it."),
            (null or 0, false) => null,
            (_, true) => topic.Say(
                Jobs,
                CheckVerdict.NeedsOverride,
                $"{Named(seen!)}. Without the topic it fails, again and again: cancel it first, or change its statements."
            ),
            _ => topic.Say(Jobs, CheckVerdict.Noted, $"{Named(seen!)}."),
        };

    private static string Named(TopicEvidence seen) =>
        string.Join("; ", seen.Jobs.Select(job => $"job {job.Name} of {job.Owner} {job.InWords}"));
}
