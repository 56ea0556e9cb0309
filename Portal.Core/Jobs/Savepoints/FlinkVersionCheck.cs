using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Savepoints;

/// <summary>Whether the Flink that runs now reads the state that another version of it wrote.</summary>
internal static class FlinkVersionCheck
{
    public const string Name = "flink-version";

    /// <summary>Null where the state is of this version, or of another patch of it, and SQL starts from it there, also where a stop is taken back.</summary>
    // https://nightlies.apache.org/flink/flink-docs-stable/docs/ops/upgrading/#compatibility-table
    public static Finding? Of(CheckedResource resource, JobEvidence? seen) =>
        seen switch
        {
            { StatelessFlink: { } release } => resource.Say(
                Name,
                CheckVerdict.Blocked,
                FlinkRelease.Refusal("It", release)
            ),
            { VersionChange: { IsDowngrade: true } change } => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                $"{Written(resource, change)} Flink doesn't support reading the state of a later version: the start may be refused. Run Flink {change.Former} again, or start the job stateless."
            ),
            { FinalStop: { } release } => resource.Say(Name, CheckVerdict.Noted, FlinkRelease.FinalStop(release)),
            { VersionChange: { IsUpgrade: true } change } => resource.Say(
                Name,
                CheckVerdict.Noted,
                $"{Written(resource, change)} {(IsSql(resource) ? "For SQL, Flink doesn't guarantee that another minor version reads it" : "Flink reads the state of earlier versions")}: what doesn't fit is refused at the start."
            ),
            _ => null,
        };

    private static string Written(CheckedResource resource, FlinkVersionChange change) =>
        $"The state it starts from was written by Flink {change.Former}; {change.Now} runs there now, first seen {Age.SeenFrom(resource.Now, change.Since)}.";

    private static bool IsSql(CheckedResource resource) => resource.Wanted is JobSpec { Definition.Program: null };
}
