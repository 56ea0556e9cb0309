using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Changes;
using Portal.Core.Changes.Runs;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Jobs.Secrets;

/// <summary>A secret that is stored, and whose it is: nobody else's program gets it.</summary>
public sealed record SecretOwner(long Secret, string Team);

/// <summary>The secrets that a job names, as they lie in the store.</summary>
public sealed class SealedSecrets(IDbContextFactory<PortalDb> store)
{
    /// <summary>Those that are there.</summary>
    public async Task<ImmutableArray<SecretOwner>> Owners(JobProgram program, CancellationToken stop)
    {
        var ids = program.Secrets.Select(s => s.Secret).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        return
        [
            .. await (
                from secret in db.Set<JobSecret>()
                join team in db.Set<Team>() on secret.TeamId equals team.Id
                where ids.Contains(secret.Id) && secret.Sealed != null
                orderby secret.Id
                select new SecretOwner(secret.Id, team.Name)
            ).ToListAsync(stop),
        ];
    }

    /// <summary>What is sealed, by number; one that was erased is missing, and so is one of a team that isn't the job's owner.</summary>
    /// <param name="run">Who owns the job, the change of this run says, or what is managed.</param>
    public async Task<IReadOnlyDictionary<long, byte[]>> Of(
        JobProgram program,
        RunId run,
        ResourceRef job,
        CancellationToken stop
    )
    {
        var ids = program.Secrets.Select(s => s.Secret).ToArray();
        await using var db = await store.CreateDbContextAsync(stop);
        var requested =
            from apply in db.Set<ApplyRun>()
            join resource in db.Set<ChangeResource>() on apply.ChangeId equals resource.ChangeId
            where apply.Id == run && resource.Kind == job.Kind
            where resource.ClusterId == job.Cluster && resource.Name == job.Name
            select resource.OwnerTeamId;
        var managed = db.Set<Resource>()
            .Where(r => r.Kind == job.Kind && r.ClusterId == job.Cluster && r.Name == job.Name && r.GoneAt == null)
            .Select(r => r.OwnerTeamId);
        return await db.Set<JobSecret>()
            .Where(s => ids.Contains(s.Id) && s.Sealed != null)
            .Where(s => requested.Contains(s.TeamId) || managed.Contains(s.TeamId))
            .ToDictionaryAsync(s => s.Id, s => s.Sealed!, stop);
    }
}
