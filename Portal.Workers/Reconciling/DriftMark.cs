using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;

namespace Portal.Workers.Reconciling;

/// <summary>How far a cluster's resources of one kind were compared. Lost with the process: the first look compares all of them.</summary>
/// <param name="Structure">What was seen up to this raise was.</param>
/// <param name="Others">Other clusters that it was compared with, as they were named.</param>
/// <param name="Undecided">Could not be judged: a change was at them, or what was seen was older than what is wanted.</param>
public sealed record DriftMark(
    DateTimeOffset WholeAt,
    DateTimeOffset At,
    long Structure,
    string Others,
    IReadOnlyList<ResourceId> Undecided
)
{
    public static readonly DriftMark Nothing = new(DateTimeOffset.MinValue, DateTimeOffset.MinValue, -1, "", []);

    // Wanted states are dated by the worker that wrote them, some time before they could be read.
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(5);

    // Should a clock have been further off than that.
    private static readonly TimeSpan WholeEvery = TimeSpan.FromHours(1);

    /// <summary>What is wanted otherwise than at the last look was written later than this.</summary>
    public DateTimeOffset Since => Structure < 0 ? DateTimeOffset.MinValue : At - Late;

    /// <summary>For kinds of which isn't known what was seen anew: as it is while nothing was and the others are the same, else nothing was compared.</summary>
    public DriftMark While(long structure, string others = "") =>
        Structure == structure && Others == others ? this : Nothing;

    /// <summary>Managed resources that may be judged otherwise than last time.</summary>
    /// <param name="written">Names of what was seen anew since <see cref="Structure"/>; null: nothing was.</param>
    public IQueryable<Resource> Changed(PortalDb db, ResourceKind kind, ClusterId cluster, IQueryable<string>? written)
    {
        var managed = db.Set<Resource>().Where(r => r.ClusterId == cluster && r.Kind == kind && r.GoneAt == null);
        if (Structure < 0)
        {
            return managed;
        }

        var since = Since;
        return written is null
            ? managed.Where(r => r.UpdatedAt >= since || Undecided.Contains(r.Id))
            : managed.Where(r => r.UpdatedAt >= since || Undecided.Contains(r.Id) || written.Contains(r.Name));
    }

    public DriftMark Next(DateTimeOffset at, DriftLook look, IReadOnlyList<ResourceId> undecided)
    {
        var wholeAt = Structure < 0 ? at : WholeAt;
        // Once the clock was set back, what is wanted otherwise may be dated before the last look, and the hour is long.
        return at < At || at - wholeAt >= WholeEvery
            ? Nothing
            : new DriftMark(wholeAt, at, look.Structure, look.Others, undecided);
    }
}
