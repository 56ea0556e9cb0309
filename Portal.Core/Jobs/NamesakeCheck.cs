using Portal.Core.Resources;

namespace Portal.Core.Jobs;

/// <summary>Whether a job would share its consumer group with one of its name on another Flink.</summary>
internal static class NamesakeCheck
{
    public const string Name = "consumer-group";

    public static Finding? Of(CheckedResource resource, JobEvidence? seen) =>
        seen?.Namesake is not { } cluster ? null
        : resource.Request.Operation == ResourceOperation.Create
            ? resource.Say(Name, CheckVerdict.Blocked, $"{Shared(resource, cluster)} Choose another name.")
        : resource.Say(
            Name,
            CheckVerdict.Noted,
            $"{Shared(resource, cluster)} Each goes on from its own state, so nothing is lost; one of them needs another name to have a lag of its own."
        );

    private static string Shared(CheckedResource resource, string cluster) =>
        $"The Flink of {cluster} has a job of this name that reads a topic which this one reads: both commit as the consumer group {JobName.Group(resource.Request.On.Name)}, so its lag is that of whichever committed last.";
}
