using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Federation;

/// <summary>Who adds a rule, and when.</summary>
internal readonly record struct RuleAuthor(string Handle, DateTimeOffset At);

/// <summary>What was done to the rules, in a transaction that decides whether it stays.</summary>
/// <param name="Kind">For the audit log.</param>
/// <param name="NewTeam">The title of the team that was created for it; null when it was there.</param>
internal sealed record RuleAct(string Kind, string Verb, RoleRule Rule, string Team, string? NewTeam)
{
    public static async Task<Outcome<RuleAct>> Add(
        PortalDb db,
        RuleWish wish,
        ConfiguredProviders providers,
        RuleAuthor author,
        CancellationToken stop
    )
    {
        if (wish.Complaints(providers) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (wish.Environment is { } named && !await db.Set<ClusterEnvironment>().AnyAsync(e => e.Name == named, stop))
        {
            return Refusal.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["environment"] = $"There is no environment {named}.",
                }
            );
        }

        var known = await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop);
        var team = known ?? db.Add(new Team { Name = wish.Team, Title = TitleOf(wish.Team) }).Entity;
        await db.SaveChangesAsync(stop); // the store gives out the id that the rule names
        var rule = new RoleRule
        {
            Provider = wish.Provider,
            Claim = wish.Claim,
            Value = wish.Value,
            TeamId = team.Id,
            Role = wish.Role,
            OnlyEnvironment = wish.Environment,
            CreatedBy = author.Handle,
            CreatedAt = author.At,
        };
        if (await db.Set<RoleRule>().AnyAsync(Same(rule), stop))
        {
            return Refusal.Conflict("This rule is there already.");
        }

        db.Add(rule);
        await db.SaveChangesAsync(stop);
        return new RuleAct("role-rule.added", "Added", rule, wish.Team, known is null ? team.Title : null);
    }

    public static async Task<Outcome<RuleAct>> Remove(PortalDb db, int id, CancellationToken stop)
    {
        if (await db.Set<RoleRule>().SingleOrDefaultAsync(r => r.Id == id, stop) is not { } rule)
        {
            return Refusal.NotFound($"There is no rule {id}.");
        }

        if (rule.FromSettings)
        {
            return Refusal.Conflict("This rule comes from the settings: change PlatformGroup there and restart.");
        }

        var team = await db.Set<Team>().SingleAsync(t => t.Id == rule.TeamId, stop);
        db.Remove(rule);
        await db.SaveChangesAsync(stop);
        return new RuleAct("role-rule.removed", "Removed", rule, team.Name, NewTeam: null);
    }

    private static Expression<Func<RoleRule, bool>> Same(RoleRule rule) =>
        other =>
            other.Provider == rule.Provider
            && other.Claim == rule.Claim
            && other.Value == rule.Value
            && other.TeamId == rule.TeamId
            && other.Role == rule.Role
            && other.OnlyEnvironment == rule.OnlyEnvironment;

    private static string TitleOf(string team) => char.ToUpperInvariant(team[0]) + team[1..].Replace('-', ' ');
}
