using Portal.Core.Catalogue;
using Portal.Core.Health;
using Portal.Core.Jobs;
using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Web.Features.Topics;

namespace Portal.Web.Features.Overview;

/// <summary>Something of my teams that isn't well: a group that reads our topics, a topic that is gone or doesn't answer, or one that isn't as wanted.</summary>
/// <param name="Severity">The larger the worse; groups by their status, a topic that is gone as a stopped group, a silent one as an unknown group, drift below them.</param>
/// <param name="DependsOn">What a change of may be the cause: it, and what it reads.</param>
public abstract record UnhealthyResource(int Severity, string Environment, IReadOnlyCollection<ResourceRef> DependsOn)
{
    private const int DriftSeverity = 1;

    public sealed record UnhealthyGroup(GroupRow Row)
        : UnhealthyResource(DriftSeverity + (int)Row.Group.Status, Row.Environment, [.. Row.DependsOn]);

    /// <summary>A job that isn't as it should be. What it reads is behind because of it, so its group isn't named as well.</summary>
    public sealed record UnhealthyJob(JobRow Row)
        : UnhealthyResource(
            DriftSeverity + (int)AsLag(Row.Status.Health),
            Row.Environment,
            [
                new ResourceRef(JobKind.Word, Row.ClusterId, Row.Name),
                .. from lag in Row.Lag
                from topic in lag.Group.Partitions.Select(p => p.Topic).Distinct(StringComparer.Ordinal)
                select new ResourceRef(TopicKind.Word, lag.ClusterId, topic),
            ]
        )
    {
        public static bool Takes(JobRow row) => IsUnhealthyItself(row) || row.Drifts > 0;

        /// <summary>Not only drifted.</summary>
        public static bool IsUnhealthyItself(JobRow row) =>
            row.Status.Health is JobHealth.Unknown or >= JobHealth.BackPressured;

        // Worse than a group of the same severity: nothing of it is done any more.
        private static LagStatus AsLag(JobHealth health) =>
            health switch
            {
                JobHealth.Failed or JobHealth.MissingTopic => LagStatus.Stopped,
                JobHealth.Restarting or JobHealth.CheckpointsFailing => LagStatus.Stalled,
                JobHealth.FallingBehind or JobHealth.BackPressured or JobHealth.SkippingRecords =>
                    LagStatus.FallingBehind,
                JobHealth.Unknown => LagStatus.Unknown,
                _ => LagStatus.Ok,
            };
    }

    /// <summary>Partitions of it aren't answered: its readers may look well all the same.</summary>
    public sealed record SilentTopic(TopicRow Row) : UnhealthyTopic(DriftSeverity + (int)LagStatus.Unknown, Row);

    /// <summary>Managed, and not on its cluster any more.</summary>
    public sealed record GoneTopic(TopicRow Row) : UnhealthyTopic(DriftSeverity + (int)LagStatus.Stopped, Row);

    public sealed record DriftedTopic(TopicRow Row) : UnhealthyTopic(DriftSeverity, Row);

    public abstract record UnhealthyTopic(int Severity, TopicRow Row)
        : UnhealthyResource(
            Severity,
            Row.Cluster.Environment,
            [new ResourceRef(TopicKind.Word, Row.Cluster.Id, Row.Name)]
        );

    /// <summary>Null for a topic that isn't unhealthy itself, whatever its readers are.</summary>
    public static UnhealthyResource? Of(TopicRow row) =>
        row.Absence == TopicAbsence.Gone ? new GoneTopic(row)
        : row.Unanswered > 0 ? new SilentTopic(row)
        : row is { Managed.Drifts: > 0, Absence: null } ? new DriftedTopic(row)
        : null;
}
