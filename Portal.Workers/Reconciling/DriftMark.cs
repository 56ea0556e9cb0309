using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Topics;

namespace Portal.Workers.Reconciling;

/// <summary>How far a cluster's topics were compared. Lost with the process: the first look compares all of them.</summary>
/// <param name="Structure">Rows of topics up to this one were.</param>
/// <param name="Undecided">Could not be judged: a change was at them, or what was seen was older than what is wanted.</param>
internal sealed record DriftMark(
    DateTimeOffset WholeAt,
    DateTimeOffset At,
    long Structure,
    IReadOnlyList<ResourceId> Undecided
)
{
    public static readonly DriftMark Nothing = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue, -1, []);

    // Wanted states are dated by the worker that wrote them, some time before they could be read.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    // Should a clock have been further off than that.
    private static readonly TimeSpan WholeEvery = TimeSpan.FromHours(1);

    /// <summary>Managed topics that may be judged otherwise than last time.</summary>
    public IQueryable<Resource> Changed(PortalDb db, ClusterId cluster)
    {
        var managed = db.Set<Resource>()
            .Where(r => r.ClusterId == cluster && r.Kind == TopicKind.Word && r.GoneAt == null);
        if (Structure < 0)
        {
            return managed;
        }

        var since = At - Late;
        var seen = db.Set<SeenTopic>()
            .Where(t => t.ClusterId == cluster && t.Structure > Structure)
            .Select(t => t.Name);
        return managed.Where(r => r.UpdatedAt >= since || Undecided.Contains(r.Id) || seen.Contains(r.Name));
    }

    public DriftMark Next(DateTimeOffset at, long structure, IReadOnlyList<ResourceId> undecided)
    {
        var wholeAt = Structure < 0 ? at : WholeAt;
        return at - wholeAt >= WholeEvery ? Nothing : new DriftMark(wholeAt, at, structure, undecided);
    }
}
