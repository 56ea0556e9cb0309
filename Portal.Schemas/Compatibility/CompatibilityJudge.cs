namespace Portal.Schemas.Compatibility;

/// <summary>One rule that a reader breaks for a writer, by the words of a format.</summary>
/// <param name="IsCertain">False: it can't be decided here, and the registry has to say.</param>
/// <param name="IsPassedOver">The registry's documented rules don't look at it: a registry that follows them allows it.</param>
public sealed record Unreadable(
    string Path,
    string Message,
    int? Offset,
    bool IsCertain = true,
    bool IsPassedOver = false
);

/// <summary>What a level says of a new version, whatever its format: the format only says who can read whom.</summary>
public static class CompatibilityJudge
{
    /// <param name="versions">The versions that are there, in their order.</param>
    /// <param name="unreadable">Why data of the second can't be read by the first; nothing: it can.</param>
    public static IReadOnlyList<Incompatibility> Judge<TSchema>(
        CompatibilityLevel level,
        TSchema candidate,
        IReadOnlyList<(int Version, TSchema Schema)> versions,
        Func<TSchema, TSchema, IReadOnlyList<Unreadable>> unreadable
    ) =>
        [
            .. (level.IsTransitive() ? versions : versions.TakeLast(1)).SelectMany(earlier =>
                Backward(level, candidate, earlier, unreadable).Concat(Forward(level, candidate, earlier, unreadable))
            ),
        ];

    private static IEnumerable<Incompatibility> Backward<TSchema>(
        CompatibilityLevel level,
        TSchema candidate,
        (int Version, TSchema Schema) earlier,
        Func<TSchema, TSchema, IReadOnlyList<Unreadable>> unreadable
    ) =>
        level.AsksBackward()
            ? unreadable(candidate, earlier.Schema)
                .Select(why => new Incompatibility(
                    earlier.Version,
                    Broken.NewReaders,
                    why.Path,
                    why.Message,
                    why.Offset,
                    why.IsCertain,
                    why.IsPassedOver
                ))
            : [];

    // Where a reader of an earlier version declares a field is no place in the new text.
    private static IEnumerable<Incompatibility> Forward<TSchema>(
        CompatibilityLevel level,
        TSchema candidate,
        (int Version, TSchema Schema) earlier,
        Func<TSchema, TSchema, IReadOnlyList<Unreadable>> unreadable
    ) =>
        level.AsksForward()
            ? unreadable(earlier.Schema, candidate)
                .Select(why => new Incompatibility(
                    earlier.Version,
                    Broken.OldReaders,
                    why.Path,
                    why.Message,
                    Offset: null,
                    why.IsCertain,
                    why.IsPassedOver
                ))
            : [];
}
