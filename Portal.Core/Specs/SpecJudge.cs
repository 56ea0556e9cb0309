using Portal.Core.Resources;

namespace Portal.Core.Specs;

/// <summary>Whether a document differs from what is managed and seen, or is requested already. Pure.</summary>
internal sealed class SpecJudge(ResourceKinds kinds, SpecReading known, DateTimeOffset now)
{
    // Named one by one.
    private const int MostOthers = 10;

    private const string Ended = "it ended. Take the document out of the file, or give it a later end.";
    private const string Past =
        "its end is in the past: nothing is requested. Take the document out of the file, or give it a later end.";

    public SpecState Of(SpecDocument document)
    {
        var on = known.On(document);
        var kind = kinds.Of(document.Kind);
        var managed = known.Managed.GetValueOrDefault(on)?.Spec;
        var seen = known.SeenOf(kind, on);
        var open = known.OpenOn(on);
        var progressing = open.FirstOrDefault(request => request.IsProgressing);
        var stuck = open.FirstOrDefault(request => request.IsStuck);
        var isThere = seen.IsKnown ? seen.Live is not null : managed is not null;
        // A file goes on naming an end that is over, also where somebody gave a later one since: that is the one it has.
        var isOver = IsOver(kind, document.Spec);
        var spec =
            managed is null ? document.Spec
            : isOver ? document.Spec?.OpenEnded()
            : document.Spec?.WithManagedEnd(managed, now);
        // What isn't managed yet is left open as its request was: that has an end and an owner by now.
        var wanted = Wanted(kind, spec, on, managed ?? (progressing ?? stuck)?.Request.Wanted);
        var drift = wanted is not null && IsSame(managed) && seen.IsKnown ? kind.Drift(wanted, seen.Live) : [];
        var isUnchanged = wanted is null
            ? managed is null && !isThere
            : known.IsRemoved(on, wanted) || (IsSame(managed) && drift.Count == 0);
        var operation =
            wanted is null ? ResourceOperation.Delete
            : isThere ? ResourceOperation.Update
            : ResourceOperation.Create;
        var isEnded = IsOver(kind, wanted);
        // It came back after it was deleted, or was never the portal's: nobody's request deletes it.
        var isUnmanaged = wanted is null && managed is null && isThere;
        var stuckAt = isUnchanged || (Requests(stuck) && !Requests(progressing)) ? stuck : null;
        SpecState state =
            isUnchanged || isEnded || isUnmanaged ? new SpecState.Unchanged(document)
            : (stuckAt ?? progressing) is { } by && Requests(by) ? new SpecState.Requested(document, operation, by)
            : new SpecState.Differs(
                document,
                spec,
                operation,
                seen.IsKnown,
                drift.Count > 0 ? string.Join(", ", drift.Select(InWords)) : null
            );
        // An older one that was applied already can't win any more.
        var others = open.Where(
                (r, at) => !Requests(r) && !(isUnchanged && r == stuck) && (at == 0 || r.AppliedAt is null)
            )
            .Select(r => r.Change)
            .ToList();
        SpecNote? note =
            stuckAt is not null ? new(document, StuckAt(stuckAt.Change), stuckAt.Change)
            : isEnded ? new(document, known.Managed.ContainsKey(on) ? Ended : Past)
            : isOver ? new(document, GoesOn(kind))
            : isUnmanaged ? new(document, Unmanaged(kind))
            : EndStays(kind, document, spec);
        // What is as written stays so, whatever waits.
        var waiting = note is null && state is SpecState.Unchanged ? null : open.FirstOrDefault(r => r.IsWaiting);
        return state with
        {
            Note = More(waiting is null ? note : Beside(note, document, waiting.WaitingWords), document, others.Count),
            Otherwise = [.. others.Take(MostOthers)],
        };

        bool Requests(OpenRequest? other) =>
            other is { Request: { Base: null } request }
            && request.Operation == operation
            && IsSame(kinds.WantedOver(request, managed));

        // Equal specs are equal as their kind writes them.
        bool IsSame(ResourceSpec? other) => Written(kind, wanted) == Written(kind, other);
    }

    private bool IsOver(IResourceKind kind, ResourceSpec? spec) =>
        spec is not null && kind.TimeProblems(spec, now).Any();

    // What a document leaves open is as it is; so is the owner of what belongs to the owner of something else.
    private static ResourceSpec? Wanted(IResourceKind kind, ResourceSpec? spec, ResourceRef on, ResourceSpec? managed)
    {
        if (spec is null || managed is null)
        {
            return spec;
        }

        var completed = kind.Complete(spec, managed, DateTimeOffset.MinValue);
        return kind.OwnedWith(on.Cluster, spec) is null ? completed : completed with { Owner = managed.Owner };
    }

    // An old file looks just like one that was edited to end it now.
    private static string GoesOn(IResourceKind kind) =>
        $"its end in the file is over; the {kind.Noun}'s own stays, a later one or none. To end it now, request its removal.";

    private static SpecNote? EndStays(IResourceKind kind, SpecDocument document, ResourceSpec? spec) =>
        document.Spec is { } written
        && spec is not null
        && !ReferenceEquals(written, spec)
        && kind.Between(written, spec) is [{ Field: var end }, ..]
            ? new(
                document,
                $"{end} in the file is over; the {kind.Noun}'s own stays. To end it now, leave {end} out of the file."
            )
            : null;

    internal static SpecNote Beside(SpecNote? other, SpecDocument document, string words) =>
        other is null ? new(document, words) : other with { Words = $"{other.Words} Beside that, {words}" };

    private static SpecNote? More(SpecNote? other, SpecDocument document, int open) =>
        open <= MostOthers
            ? other
            : Beside(
                other,
                document,
                $"{open} open changes request something else of it; the newest {MostOthers} are named."
            );

    // What is in a registry may be managed on another cluster that the registry serves.
    private static string Unmanaged(IResourceKind kind)
    {
        var act =
            kind.Blank is null ? "Delete it where it is"
            : kind.IsInRegistry
                ? "Delete it on the cluster where it is managed; if it is managed on none, claim it for your team and apply this again"
            : "Claim it for your team and apply this again";
        var where = kind.IsInRegistry ? "on this cluster" : "by the portal";
        return $"it is there, and isn't managed {where}: nothing is requested. {act}, or take the document out of the file.";
    }

    private static string StuckAt(ChangeId change) =>
        $"change {change} is stuck at it: what is there isn't known. Settle that if it isn't meant: retried, it goes on.";

    private static string InWords(DriftedField field) => $"{field.Field} {field.Wanted ?? "–"} → {field.Live ?? "–"}";

    private static string? Written(IResourceKind kind, ResourceSpec? spec) =>
        spec is null ? null : kind.WriteSpec(spec);
}
