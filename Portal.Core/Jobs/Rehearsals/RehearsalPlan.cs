using System.Collections.Immutable;
using Portal.Core.Jobs.Arguments;
using Portal.Core.Jobs.Stability;
using Portal.Core.Resources;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>The steps by which an upgrade is rehearsed before the running version is touched, or why it isn't. Pure.</summary>
public static class RehearsalPlan
{
    /// <summary>None where it isn't rehearsed.</summary>
    internal static IEnumerable<Step> Of(ResourceRef on, JobSpec wanted, LiveJob live, StabilityOptions stability)
    {
        if (!wanted.IsRehearsed || Obstacle(wanted, live) is not null)
        {
            return [];
        }

        var (next, now) = (wanted.Definition, live.Definition!);
        var tables = Written(next);
        return
        [
            new ForkSavepoint(on, live.JobId, now.CheckpointSeconds, now.MayWriteInTransactions),
            .. tables.Select(table => new CreateScratchTopic(on, table)),
            new StartRehearsal(on, live.JobId, next),
            new AwaitRehearsal(on, live.JobId, stability.OfRehearsal(wanted.Tier), next.CheckpointSeconds, tables),
            new EndRehearsal(on, live.JobId, tables, Groups(next) is [_, ..] groups ? groups : null),
        ];
    }

    /// <summary>The topics that a job writes, each once, as its statements name them or as they are declared.</summary>
    public static ImmutableArray<string> Written(JobDefinition definition) =>
        [.. definition.Topics().Where(t => t.IsWritten).Select(t => t.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The consumer groups that a program commits as, on each cluster that it reads, as a topic there would be named.</summary>
    public static IReadOnlyList<string> Groups(JobDefinition definition) =>
        [
            .. (
                from topic in definition.Topics()
                where !topic.IsWritten
                from argument in definition.Program?.Arguments ?? []
                from placeholder in ArgumentText.Placeholders(argument)
                where placeholder.Kind == PlaceholderKind.Group
                select $"{topic.Cluster}.{placeholder.Of}"
            ).Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Why a new version can't be rehearsed; null when it can.</summary>
    internal static string? Obstacle(JobSpec wanted, LiveJob live)
    {
        var written = Written(wanted.Definition);
        var looped = wanted.Definition.Topics().FirstOrDefault(t => !t.IsWritten && written.Contains(t.Name));
        return (live, wanted) switch
        {
            ({ IsAlive: false }, _) => "it doesn't run, so there is nothing to rehearse beside",
            ({ Definition: null }, _) => "the portal didn't start what runs",
            (_, { UpgradeMode: JobUpgradeMode.Stateless }) =>
                "the new version starts without the state of the running one",
            (_, { UpgradeMode: JobUpgradeMode.LastState }) =>
                "the running version is stopped without a savepoint, and a rehearsal begins with one",
            (_, { RestoreFrom: not null }) =>
                "it starts from a savepoint of the catalogue, and not from the state of the running one",
            _ when looped is not null => $"it reads {looped.Name}, which it also writes",
            _ => ProgramObstacle.Of(wanted.Definition),
        };
    }
}
