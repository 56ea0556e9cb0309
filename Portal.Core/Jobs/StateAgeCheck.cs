using Portal.Core.Jobs.Savepoints;
using Portal.Core.Resources;
using Portal.Core.Wording;

namespace Portal.Core.Jobs;

/// <summary>
/// Whether the newest state that was found is the newest there was. What a job wrote after the state that it goes on from is written again, by an
/// exactly-once sink too: it had been committed. And whether what it had prepared in transactions by then is committed.
/// </summary>
internal static class StateAgeCheck
{
    public const string Name = "state-age";

    // Flink, which tells of a checkpoint, and the machine that keeps its file may differ by this.
    private static readonly TimeSpan ClocksApart = TimeSpan.FromMinutes(1);

    public static Finding? Of(CheckedResource resource, JobSpec wanted, JobEvidence? seen) =>
        seen?.StateAge switch
        {
            // It is known that a checkpoint came after a savepoint then, and that committed what had been prepared.
            { CompletedAt: { } completed } state when completed > state.WrittenAt + ClocksApart => resource.Say(
                Name,
                CheckVerdict.NeedsOverride,
                $"The newest state that was found was written {Age.SeenFrom(seen.SeenAt, state.WrittenAt)}, and the job had completed a checkpoint {Age.SeenFrom(seen.SeenAt, completed)}, which isn't there any more: what it read in between is read again, and its results are written again, though it is exactly-once. Look first whether a newer savepoint lies elsewhere."
            ),
            { Settlement: ForkSettlement.Never } state => resource.Say(
                Name,
                PreparedResults.Verdict(resource, wanted),
                $"It goes on from a savepoint that was taken {Age.SeenFrom(seen.SeenAt, state.WrittenAt)} while the job went on: no checkpoint of that run is left. {PreparedResults.InWords(seen.SeenAt - state.WrittenAt, wanted)}"
            ),
            { IsCheckpoint: true } state
                when wanted.Definition is { Guarantee: JobGuarantee.ExactlyOnce, Program: null }
                    && seen.SeenAt - state.WrittenAt is var age
                    && age > TransactionLimit.OfSinks => resource.Say(
                Name,
                CheckVerdict.Noted,
                $"It goes on from a checkpoint that was written {Age.SeenFrom(seen.SeenAt, state.WrittenAt)}. That is longer than a transaction stays open ({Age.InWords(TransactionLimit.OfSinks)}): what that checkpoint had prepared is missing, if it wasn't committed by then."
            ),
            _ => null,
        };
}
