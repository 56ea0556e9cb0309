using System.Collections.Immutable;

namespace Portal.Core.Jobs.Rehearsals;

/// <summary>A record that a job wrote, as far as two of them are compared. Neither key nor value is kept.</summary>
/// <param name="Key">Tells one key from another; null where the record has none.</param>
/// <param name="Value">Tells one value from another; null for a tombstone.</param>
/// <param name="KeyShape">How the key begins, masked: "order-1f" is "aaaaa-9a".</param>
/// <param name="ValueShape">How the value begins, masked.</param>
public sealed record WrittenRecord(string? Key, string? Value, string KeyShape, string ValueShape);

/// <summary>What was committed to a topic from some moment on.</summary>
/// <param name="IsWhole">All of it; else there were too many.</param>
public sealed record WrittenRecords(ImmutableArray<WrittenRecord> Records, bool IsWhole);
