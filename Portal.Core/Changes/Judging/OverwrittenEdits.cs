using Portal.Core.Resources;

namespace Portal.Core.Changes.Judging;

/// <summary>A change that was applied to a resource, and the fields it moved.</summary>
public sealed record AppliedEdit(ChangeId Change, DateTimeOffset At, IReadOnlyList<string> Fields);

/// <summary>What of an update would undo an edit that somebody else's change made since this one was begun. Pure.</summary>
public static class OverwrittenEdits
{
    public const string Check = "undoes";

    /// <param name="name">What the finding is called.</param>
    /// <param name="now">What is wanted of the resource by now.</param>
    /// <param name="askedAt">When the update was asked for.</param>
    /// <param name="edits">What was applied to the resource, newest first.</param>
    /// <returns>Null when nothing is undone.</returns>
    public static Finding? Of(
        ResourceKinds kinds,
        ResourceRequest update,
        string name,
        ResourceSpec now,
        DateTimeOffset askedAt,
        IReadOnlyList<AppliedEdit> edits
    )
    {
        var kind = kinds.Of(update.On.Kind);
        var moves = kind.Between(now, kinds.WantedOver(update, now)!)
            .Where(m =>
                update.Base is { } origin
                    ? kind.Between(origin, now).Any(moved => moved.Field == m.Field)
                    : edits.Any(e => e.At > askedAt && e.Fields.Contains(m.Field))
            );
        var words = moves.Select(m => $"{By(m, edits)}: {m.InWords()}").ToList();
        return words.Count == 0
            ? null
            : new(name, CheckVerdict.NeedsOverride, $"Undoes {string.Join("; ", words)}.", update.On);
    }

    private static string By(FieldMove move, IReadOnlyList<AppliedEdit> edits) =>
        edits.FirstOrDefault(e => e.Fields.Contains(move.Field)) is { } edit
            ? $"#{edit.Change}"
            : "what was changed meanwhile";
}
