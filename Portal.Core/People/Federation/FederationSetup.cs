using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Portal.Core.Audit;
using Portal.Core.Evaluation;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.People.Federation;

/// <summary>
/// Once at start: what a portal begins with, the rules that the settings name, how long a sign-in counts, and memberships as the rules
/// give them, so that what a provider gave that isn't configured any more is gone. Nobody signs in at a provider before that.
/// </summary>
public sealed class FederationSetup(
    SchemaGate schema,
    IDbContextFactory<PortalDb> store,
    StoreWatch watch,
    Seed seed,
    ConfiguredProviders providers,
    IOptions<FederationOptions> options,
    TimeProvider time
) : BackgroundService
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => _done.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await schema.Open.WaitAsync(stoppingToken);
        while (!await watch.Read(() => SetUp(stoppingToken)))
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }

        _done.SetResult();
    }

    /// <summary>Does it now.</summary>
    public async Task SetUp(CancellationToken stop)
    {
        if (providers.All.Count > 0)
        {
            await seed.PlantWithoutPeople(stop);
        }

        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var before = await HeldRole.Of(db, only: null, stop);
        var rules = await FollowSettings(db, stop);
        await RuleMatches.Apply(db, providers, only: null, stop);
        var people = HeldRole.Changes(before, await HeldRole.Of(db, only: null, stop));
        if (rules + people.Count > 0)
        {
            db.AddRange(Events(rules, people));
            await db.SaveChangesAsync(stop);
        }

        await AccessEnds(db, stop);
        await transaction.CommitAsync(stop);
    }

    private IEnumerable<AuditEvent> Events(int rules, IReadOnlyList<(string Handle, string Words)> people)
    {
        var now = time.GetUtcNow();
        yield return new AuditEvent
        {
            At = now,
            Actor = Actor.Seed,
            Kind = "role-rules.followed-settings",
            Words =
                $"Role rules and roles were updated from the settings: {Quantity.Of(rules, "rule", "rules")} added or removed, roles of {Quantity.Of(people.Count, "person", "people")} changed.",
        };
        foreach (var (handle, words) in people)
        {
            yield return PersonEvent.Of(now, Actor.Seed, "person.roles-changed", handle, words);
        }
    }

    private Task<int> AccessEnds(PortalDb db, CancellationToken stop)
    {
        var lasts = options.Value.AccessLasts;
        return db.Set<ExternalIdentity>()
            .Where(i => i.AccessEndsAt != i.SignedInAt + lasts)
            .ExecuteUpdateAsync(i => i.SetProperty(x => x.AccessEndsAt, x => x.SignedInAt + lasts), stop);
    }

    private async Task<int> FollowSettings(PortalDb db, CancellationToken stop)
    {
        var wanted = providers.All.Where(p => p.PlatformGroup is not null).ToList();
        var rules = await db.Set<RoleRule>().ToListAsync(stop);
        db.RemoveRange(rules.Where(rule => rule.FromSettings && !wanted.Exists(provider => Names(provider, rule))));
        var missing = wanted.Where(provider => !rules.Exists(rule => Names(provider, rule))).ToList();
        if (missing.Count > 0)
        {
            var platform = await db.Set<Team>().SingleAsync(t => t.Name == Team.PlatformName, stop);
            db.AddRange(missing.Select(provider => Rule(provider, platform.Id)));
        }

        return await db.SaveChangesAsync(stop);
    }

    private RoleRule Rule(ConfiguredProvider provider, TeamId platform) =>
        new()
        {
            Provider = provider.Key,
            Claim = provider.GroupClaim,
            Value = provider.PlatformGroup!,
            TeamId = platform,
            Role = Role.Platform,
            FromSettings = true,
            CreatedBy = Actor.Seed.Name,
            CreatedAt = time.GetUtcNow(),
        };

    private static bool Names(ConfiguredProvider provider, RoleRule rule) =>
        rule.Role == Role.Platform
        && (rule.Provider, rule.Claim, rule.Value) == (provider.Key, provider.GroupClaim, provider.PlatformGroup);
}
