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

    public static Finding? Of(CheckedResource resource, JobSpec wanted, JobEvidence? seen) =>
        seen?.StateAge switch
        {
            // It is known that a checkpoint came after a savepoint then, and that committed what had been prepared.
            { IsOvertaken: true, CompletedAt: { } completed } state => resource.Say(
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

    /// <summary>Whether what the job had not read by that state is still there; null where it is, or nothing is known of that.</summary>
    public static Finding? Cut(CheckedResource resource, JobEvidence? seen) =>
        seen?.StateAge switch
        {
            { Cut: { IsDefaultOrEmpty: false } cut } state => resource.Say(
                RestoreCheck.Name,
                CheckVerdict.NeedsOverride,
                $"It goes on from a state that was written {Age.SeenFrom(seen.SeenAt, state.WrittenAt)}. Of {string.Join(", ", cut)} records that come after it are deleted, or may be: what the job had not read by then is lost to it."
            ),
            { MayBeCut: { IsDefaultOrEmpty: false } empty } state => resource.Say(
                RestoreCheck.Name,
                CheckVerdict.Noted,
                $"It goes on from a state that was written {Age.SeenFrom(seen.SeenAt, state.WrittenAt)}. Of {string.Join(", ", empty)} partitions are empty, and how far the job had read them isn't known: what it had not read by then would be lost to it."
            ),
            _ => null,
        };
}
