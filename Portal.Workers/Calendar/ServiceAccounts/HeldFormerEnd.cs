using Microsoft.EntityFrameworkCore;
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
/// goes, while nobody carries that run on, and it is written down once it was seen to be gone: done twice is done once. The run goes on from there: what it was to
/// end has ended, and what it was to replace is made new.
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

    // A run that goes on is over by then, and an extension that it carries out keeps the password without a gap.
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan VerifyWithin = TimeSpan.FromSeconds(5);

    // A cluster that didn't answer just now isn't waited for once per account.
    private static readonly TimeSpan Unanswered = TimeSpan.FromMinutes(1);

    /// <summary>Ends it if it is over and no change can. The caller holds no lock on the account's row: the run's comes first.</summary>
    /// <param name="id">The account's resource.</param>
    public async Task End(PortalDb db, long id, CancellationToken stop)
    {
        if (
            await Find(db, new ResourceId(id), stop) is not { Former.IsEnd: false } found
            || (found.Holder.State != RunState.Stuck && found.Former.Until + GracePeriod > clock.GetUtcNow())
        )
        {
            return;
        }

        if (found.Former.IsReplacement)
        {
            await StillWorks(db, found, Replacing, stop);
            return;
        }

        try
        {
            var cluster = found.Account.ClusterId;
            if (await Silence(db, cluster, stop) is { } failure)
            {
                throw new EngineException(EngineFault.Transient, failure);
            }

            await acts.On(
                cluster,
                (begin, within) =>
                    formers.Alone(found.Holder.Run, own => Delete(own, found.Account.Id, begin(), within), within),
                stop
            );
        }
        catch (EngineException unanswered)
        {
            await StillWorks(db, found, unanswered.Message, stop);
        }
    }

    private Task<OverdueAccount?> Find(PortalDb db, ResourceId id, CancellationToken stop) =>
        OverdueAccount.Find(db, kinds, id, clock.GetUtcNow(), stop);

    private async Task<string?> Silence(PortalDb db, ClusterId cluster, CancellationToken stop)
    {
        var since = clock.GetUtcNow() - Unanswered;
        return await db.Set<CredentialReading>()
            .Where(r => r.ClusterId == cluster && r.TriedAt > since)
            .Select(r => r.Failure)
            .SingleOrDefaultAsync(stop);
    }

    private async Task Delete(PortalDb db, ResourceId id, ActBefore deadline, CancellationToken stop)
    {
        // The run may have gone on meanwhile.
        if (await Find(db, id, stop) is not { Former: { IsReplacement: false, IsEnd: false } } found)
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
                await cluster.Delete(account.Name, [former.Mechanism], deadline, stop);
                await Gone(cluster, account.Name, former, stop);
                break;
        }

        if (await formers.End(db, account, found.Former.Change, seen, stop))
        {
            Ended(account.Name, account.ClusterId, found.Former.Change);
        }
    }

    private async Task Gone(IClusterCredentials cluster, string name, CredentialShown former, CancellationToken stop)
    {
        var left = await new RetryPolicy(clock, VerifyWithin).Until(
            async again => (await AccountSight.Look(cluster, name, again))?.IterationsOf(former.Mechanism),
            iterations => iterations != former.Iterations,
            stop
        );
        if (left == former.Iterations)
        {
            throw NotShownYet.Of($"{name} still has a password by {former.Mechanism.Title()}");
        }
    }

    private async Task StillWorks(PortalDb db, OverdueAccount found, string reason, CancellationToken stop)
    {
        var (account, former) = (found.Account, found.Former);
        StillThere(account.Name, account.ClusterId, former.Change, reason);
        await formers.Note(db, account, former, reason, stop);
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
