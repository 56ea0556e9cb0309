using System.Collections.Immutable;

namespace Portal.Core.People;

/// <summary>A request that was sent with a key, and its answer.</summary>
public sealed class IdempotencyKey
{
    /// <summary>So long at least the first answer is given again; afterwards the calendar drops it.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public required PersonId PersonId { get; init; }
    public required string Key { get; init; }

    /// <summary>The request's mark, sealed: the same key for another request is refused.</summary>
    public required byte[] Request { get; init; }

    /// <summary>Null while the first request is under way.</summary>
    public int? Status { get; set; }
    public string? Body { get; set; }

    /// <summary>Null of answers that were stored before headers were.</summary>
    public ImmutableSortedDictionary<string, string>? Headers { get; set; }
    public required DateTimeOffset CreatedAt { get; init; }
}
