using Portal.Core.Jobs;
using Portal.Engines.Flink;

namespace Portal.Workers.Planning.Jobs;

/// <summary>
/// Which of the states that a run left its job goes on from. A savepoint that the run went on after committed nothing: what it had prepared may be aborted since, and is missing in a
/// start from it. From a checkpoint all of it is written again. Pure.
/// </summary>
internal static class StateChoice
{
    /// <param name="newestFirst">Of one run.</param>
    /// <param name="ran">What the run carried; null where that isn't known.</param>
    /// <param name="isCommitted">Of a savepoint: the run ended with it, or what it had prepared is committed otherwise.</param>
    /// <returns>Null when there is none.</returns>
    public static StoredState? Of(
        IReadOnlyList<StoredState> newestFirst,
        JobDefinition? ran,
        Func<StoredState, bool> isCommitted
    ) =>
        newestFirst.FirstOrDefault(state =>
            ran is { MayWriteInTransactions: false } || state.CheckpointNumber is not null || isCommitted(state)
        ) ?? (newestFirst is [var newest, ..] ? newest : null);
}
