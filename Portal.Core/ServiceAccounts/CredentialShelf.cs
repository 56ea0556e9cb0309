using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.ServiceAccounts;

/// <summary>
/// Where generated passwords wait for whoever requested them: shown once, to that person, once the change is applied, or settled with the password set.
/// What nobody looked at is erased a day after its run is over: before, nobody can look at it, and each try of the run sets the same one.
/// </summary>
public sealed class CredentialShelf(IDbContextFactory<PortalDb> store, TimeProvider clock)
{
    /// <summary>How long one waits for its requester.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(24);

    /// <summary>
    /// The sealed password of this run: the one that is put down now, unless another try of the run has put down one. One that was erased under way, as earlier
    /// builds did after a day, was shown to nobody: another takes its place.
    /// </summary>
    /// <exception cref="ClaimLostException">Another worker may have taken the run over.</exception>
    public Task<byte[]> PutDown(FencedRun run, ResourceRef on, byte[] fresh, CancellationToken stop) =>
        run.Write(store, db => PutDown(db, run.Id, on, fresh, stop), stop);

    private async Task<byte[]> PutDown(PortalDb db, RunId run, ResourceRef on, byte[] fresh, CancellationToken stop)
    {
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into fresh_credential (cluster_id, name, run_id, sealed, created_at)
            values ({on.Cluster.Value}, {on.Name}, {run.Value}, {fresh}, {clock.GetUtcNow()})
            on conflict (cluster_id, name, run_id) do update set sealed = excluded.sealed, created_at = excluded.created_at
            where fresh_credential.sealed is null and fresh_credential.revealed_at is null
            """,
            stop
        );
        var row = await db.Set<FreshCredential>()
            .SingleAsync(c => c.ClusterId == on.Cluster && c.Name == on.Name && c.RunId == run, stop);
        await db.Database.ExecuteSqlAsync(
            $"""
            insert into due (kind, subject_id, due_at) values ({ServiceAccountDues.CredentialErased.Word}, {row.Id}, {row.CreatedAt
                + Kept})
            on conflict (kind, subject_id) do nothing
            """,
            stop
        );
        return row.Sealed
            ?? throw new InvalidOperationException($"Run {run} is under way, and its password was shown.");
    }

    /// <summary>Whether a password waits for this person.</summary>
    public async Task<bool> Waits(Caller who, ClusterId cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        return await WaitingPasswords.Of(db, who, cluster, name, stop) is [_, ..]
            && await WaitingPasswords.MayBeShown(db, who, cluster, name, stop);
    }

    /// <summary>Takes the password for its requester: from then on nobody has it.</summary>
    public async Task<Outcome<byte[]>> Take(Caller who, ClusterId cluster, string name, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        if (
            await WaitingPasswords.Of(db, who, cluster, name, stop) is not [var found, ..]
            || await db.Set<FreshCredential>()
                .FromSql($"select * from fresh_credential where id = {found.Id} for update")
                .SingleAsync(stop)
                is not { Sealed: { } plain } row
        )
        {
            return Refusal.NotFound(
                $"No password of {name} is waiting for you. It is shown once, to whoever requested it, within a day; rotate it to get another."
            );
        }

        // Who approved it agreed to somebody who could request it: roles may have gone since.
        if (!await WaitingPasswords.MayBeShown(db, who, cluster, name, stop))
        {
            return Refusal.Denied(
                $"You requested the password of {name}, and may not request changes of it any more. A member of the team that owns it can rotate it."
            );
        }

        (row.Sealed, row.RevealedAt, row.RevealedTo) = (null, clock.GetUtcNow(), who.Actor.Name);
        db.Add(
            new AuditEvent
            {
                At = clock.GetUtcNow(),
                Actor = who.Actor,
                Kind = "credential.revealed",
                ClusterId = cluster,
                Subject = name,
                Words = $"The password of {name} was shown to {who.DisplayName}, and erased.",
            }
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return plain;
    }
}
