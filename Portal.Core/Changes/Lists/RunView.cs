using Portal.Core.Changes.Runs;
using Portal.Core.Resources;

namespace Portal.Core.Changes.Lists;

/// <param name="AbortBy">The handle of who requested an abort, and beside it the name.</param>
/// <param name="Owner">The worker that holds the run now; null between two holders.</param>
/// <param name="Progress">How far the step is that it waits in; null when it waits in none.</param>
/// <param name="RetryAt">When it is tried again, while an engine doesn't answer.</param>
public sealed record RunView(
    RunId Id,
    RunState State,
    string? Owner,
    string? StatusMessage,
    WaitProgress? Progress,
    string? AbortBy,
    string? AbortByName,
    DateTimeOffset? AbortAt,
    DateTimeOffset RetryAt,
    DateTimeOffset? FirstFailedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    IReadOnlyList<JournalEntry> Journal
)
{
    /// <summary>What becomes of an abort that somebody requested; null when nobody did, or when the run is over.</summary>
    public string? AbortInWords =>
        (AbortBy, EndedAt, FirstFailedAt) switch
        {
            (null, _, _) or (_, not null, _) => null,
            (_, _, null) => $"{AbortByName} requested an abort; it takes effect before the next step.",
            _ =>
                $"{AbortByName} requested an abort. It takes effect when the cluster answers: the step that was begun has to be checked first.",
        };

    /// <summary>Changes whose runs hold what this one is about, while it waits to begin.</summary>
    public IReadOnlyList<RunHolder> Holders { get; init; } = [];

    /// <summary>What it waits for before it begins; null: for nothing but a worker, or it has begun.</summary>
    public string? WaitInWords =>
        Holders.Count == 0 ? null : $"Waits for {string.Join("; and for ", Holders.Select(holder => holder.InWords))}.";
}

/// <summary>A change whose run holds what another one waits for.</summary>
/// <param name="Resources">Those that it holds, by their names.</param>
public sealed record RunHolder(ChangeId Id, string Title, ChangeState State, IReadOnlyList<string> Resources)
{
    /// <summary>"#11, which is stuck and holds orders".</summary>
    public string InWords => $"#{Id}, which is {State.InWords()} and holds {string.Join(", ", Resources)}";
}
