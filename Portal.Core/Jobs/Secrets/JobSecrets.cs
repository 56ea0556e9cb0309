using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Clusters;
using Portal.Core.Jobs.Artifacts;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.Jobs.Secrets;

/// <summary>Takes secrets for the arguments of a team's jobs.</summary>
public sealed class JobSecrets(
    IDbContextFactory<PortalDb> store,
    ISecretSeal seal,
    IOptions<ArtifactOptions> options,
    TimeProvider clock
)
{
    /// <summary>Characters, at most.</summary>
    public const int Longest = 4_000;

    /// <returns>Its number, by which a job's spec names it.</returns>
    public async Task<Outcome<long>> Keep(Caller who, string team, string value, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        if (await db.Set<Team>().AsNoTracking().SingleOrDefaultAsync(t => t.Name == team, stop) is not { } owner)
        {
            return Invalid(
                "team",
                team.Length == 0 ? "Choose the team that owns the job." : $"There is no team named {team}."
            );
        }

        if (Authority.May(who, new CallerAction.RequestChange(owner.Id)) is { Granted: false } denied)
        {
            return Refusal.Denied(denied.Words);
        }

        if (value.Length is 0 or > Longest || value.Contains('\0', StringComparison.Ordinal))
        {
            return Invalid("value", $"A secret has 1 to {Longest:N0} characters, and no NUL.");
        }

        if (!await HasRoom(db, who.Actor.Name, stop))
        {
            return Invalid(
                "value",
                $"You stored {Quantity.Of(options.Value.UnusedSecrets, "secret", "secrets")} that nothing uses: that is the limit. Each is erased {options.Value.KeepFor.TotalDays:0.#}\u00a0days after it was stored or last needed. Platform can raise Portal:Jobs:Artifacts:UnusedSecrets."
            );
        }

        var now = clock.GetUtcNow();
        var secret = new JobSecret
        {
            TeamId = owner.Id,
            Sealed = seal.Seal(value),
            MadeBy = who.Actor.Name,
            MadeAt = now,
        };
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        db.Add(secret);
        await db.SaveChangesAsync(stop); // the store gives out the id
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = who.Actor,
                Kind = "job-secret.stored",
                Subject = team,
                Words = $"Secret {secret.Id} for jobs of {team} was stored.",
            }
        );
        db.Add(
            new Due
            {
                Kind = JobDues.SecretEnds,
                SubjectId = secret.Id,
                DueAt = now + options.Value.KeepFor,
            }
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return secret.Id;
    }

    private async Task<bool> HasRoom(PortalDb db, string person, CancellationToken stop)
    {
        var stored = await db.Set<JobSecret>()
            .Where(s => s.MadeBy == person && s.Sealed != null)
            .Select(s => s.Id)
            .ToListAsync(stop);
        if (stored.Count < options.Value.UnusedSecrets)
        {
            return true;
        }

        var used = await ArtifactUse.OfAll(db, stop);
        return stored.Count(id => !used.Contains($"{id}")) < options.Value.UnusedSecrets;
    }

    private static Refusal Invalid(string field, string words) =>
        Refusal.Invalid(new Dictionary<string, string>(StringComparer.Ordinal) { [field] = words });
}
