using Portal.Core;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Core.Store;
using Portal.Engines;
using Portal.Engines.Kafka;
using Portal.Workers.Applying;
using Portal.Workers.Applying.Steps.ServiceAccounts;

namespace Portal.Workers.Calendar.ServiceAccounts;

/// <summary>
/// Deletes a former password whose time is over where no change can: a run has its account in hand and is stuck or waits. Only what is known to be the former password
/// goes, or what the broker that answers doesn't show and others may still take, unless that run sets another in its place; and that while nobody carries the run on. It
/// is written down once it was seen to be gone: done twice is done once. The run goes on from there: what it was to end has ended, and what it was to replace is made new.
/// </summary>
public sealed partial class HeldFormerEnd(
    ICredentialClusters clusters,
    HeldFormers formers,
    TimelyActs acts,
    ResourceKinds kinds,
    TimeProvider clock,
    ILogger<HeldFormerEnd> logger
) : IKindService
{
    private const string Replacing =
        "that change gives the account its new password, which nobody can see before it is over. Retry it or settle it: once it is applied or settled, its requester can see the new password, and the former one ends within a minute.";

    /// <summary>Ends it if it is over and no change can. The caller holds no lock on the account's row: the run's comes first.</summary>
    /// <param name="id">The account's resource.</param>
    /// <returns>The run that has the account in hand; null: none has.</returns>
    public async Task<AccountHolder?> End(PortalDb db, long id, CancellationToken stop)
    {
        var found = await Find(db, new ResourceId(id), stop);
        if (
            found?.Overdue(clock.GetUtcNow()) is { IsEnd: false } former
            && (found.Holder.State == RunState.Stuck || acts.IsOverdue(former.Until))
            && await Hindrance(db, found, former, stop) is { } reason
        )
        {
            StillThere(found.Account.Name, found.Account.ClusterId, former.Change, reason);
            await formers.Note(db, found.Account, former, reason, stop);
        }

        return found?.Holder;
    }

    private async Task<string?> Hindrance(
        PortalDb db,
        HeldAccount found,
        FormerOverdue former,
        CancellationToken stop
    ) =>
        former.IsReplacement
            ? Replacing
            : await acts.Try<CredentialReading>(
                db,
                found.Account.ClusterId,
                (begin, within) =>
                    formers.Alone(found.Holder.Run, own => Delete(own, found.Account.Id, begin(), within), within),
                stop
            );

    private Task<HeldAccount?> Find(PortalDb db, ResourceId id, CancellationToken stop) =>
        HeldAccount.Find(db, kinds, id, stop);

    private async Task Delete(PortalDb db, ResourceId id, ActBefore deadline, CancellationToken stop)
    {
        // The run may have gone on meanwhile.
        var found = await Find(db, id, stop);
        if (found?.Overdue(clock.GetUtcNow()) is not { IsReplacement: false, IsEnd: false } overdue)
        {
            return;
        }

        var account = found.Account;
        var cluster = await clusters.Open(account.ClusterId, stop);
        var seen = found.Holder.Judge(found.Agreed, await AccountSight.Look(cluster, account.Name, stop));
        switch (seen)
        {
            case FormerSeen.Unclear(var words):
                throw new EngineException(EngineFault.Final, words);
            case FormerSeen.There(var former):
                await cluster.Delete(account.Name, former.Mechanism, deadline, stop);
                await Gone(cluster, account.Name, former.Mechanism, now => now != former.Iterations, stop);
                break;
            case FormerSeen.Missing(var mechanism):
                await cluster.Delete(account.Name, mechanism, deadline, stop);
                await Gone(cluster, account.Name, mechanism, now => now is null, stop);
                break;
        }

        if (await formers.End(db, account, overdue.Change, seen, stop))
        {
            Ended(account.Name, account.ClusterId, overdue.Change);
        }
    }

    private async Task Gone(
        IClusterCredentials cluster,
        string name,
        CredentialMechanism mechanism,
        Func<int?, bool> isGone,
        CancellationToken stop
    )
    {
        var left = await acts.Shows.Until(
            async again => (await AccountSight.Look(cluster, name, again))?.IterationsOf(mechanism),
            isGone,
            stop
        );
        if (!isGone(left))
        {
            throw NotShownYet.Of($"{name} still has a password by {mechanism.Title()}");
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The former password of {Account} on {Cluster} was over and is gone while change {Change} has the account in hand"
    )]
    private partial void Ended(string account, ClusterId cluster, ChangeId change);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "The former password of {Account} on {Cluster} is over and still works while change {Change} has the account in hand: {Reason}"
    )]
    private partial void StillThere(string account, ClusterId cluster, ChangeId change, string reason);
}
