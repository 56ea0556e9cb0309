using Microsoft.EntityFrameworkCore;
using Portal.Core;
using Portal.Core.Evaluation;
using Portal.Core.People.Roles;
using Portal.Core.Teams;

namespace Portal.Tests.Api;

/// <summary>
/// Somebody with one role in one team and nothing else. One for each role that there is, in the team that owns what is acted on and in another
/// one, and one without any: a role that is added takes part by itself. Roles that can be limited are there for an environment besides, in which
/// nothing of what is acted on lies.
/// </summary>
/// <param name="Only">The environment that the role is limited to; null: it isn't.</param>
internal sealed record SingleRole(Role? Role, string? Team, string? Only = null)
{
    private const string Elsewhere = "elsewhere";

    /// <summary>Owns what is acted on.</summary>
    private const string Owner = SeededStructure.Payments;

    private const string Everybody = "everybody";

    // Whichever team they are held in, as it is with these two.
    private static readonly Role[] Everywhere = [Core.Teams.Role.Platform, Core.Teams.Role.Auditor];

    public static readonly string[] Teams = [Owner, SeededStructure.Logistics];

    public static readonly SingleRole[] All =
    [
        new(null, null),
        .. from role in Enum.GetValues<Role>() from team in Teams select new SingleRole(role, team),
        .. RoleScope.Roles.Select(role => new SingleRole(role, Owner, Elsewhere)),
    ];

    public string Handle =>
        Role is { } role ? $"{Word(role)}-of-{Team}{(Only is null ? "" : $"-{Only}")}" : "without-role";

    /// <summary>
    /// Whether these words let them: <c>everybody</c>, or roles in the owning team. A star after one: in any team; a plus: there, and for a part as well.
    /// </summary>
    public bool IsAmong(string words) =>
        words == Everybody
        || (
            Role is { } role
            && words.Split(' ', StringSplitOptions.RemoveEmptyEntries) is var named
            && (
                named.Contains($"{Word(role)}+")
                || (Only is null && named.Contains($"{Word(role)}*"))
                || (Only is null && named.Contains(Word(role)) && (Team == Owner || Everywhere.Contains(role)))
            )
        );

    public static bool IsForEverybody(string words) => words == Everybody;

    /// <summary>Words that name no role that there is.</summary>
    public static IEnumerable<string> Unknown(string words) =>
        words == Everybody
            ? []
            : words
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(word => word.TrimEnd('*', '+'))
                .Except(Enum.GetValues<Role>().Select(Word));

    public override string ToString() => Handle;

    /// <summary>Those that aren't there yet.</summary>
    public static async Task Plant(PortalWeb web)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var teams = await db.Set<Team>().ToDictionaryAsync(t => t.Name, t => t.Id);
        var there = await db.Set<Person>().Select(p => p.Handle).ToListAsync();
        if (!await db.Set<ClusterEnvironment>().AnyAsync(e => e.Name == Elsewhere))
        {
            db.Add(
                new ClusterEnvironment
                {
                    Name = Elsewhere,
                    Title = Elsewhere,
                    Order = 99,
                    IsProduction = false,
                }
            );
        }

        foreach (var holder in All.Where(h => !there.Contains(h.Handle)))
        {
            var person = new Person { Handle = holder.Handle, Name = holder.Handle };
            db.Add(person);
            await db.SaveChangesAsync();
            if (holder is { Role: { } role, Team: { } team })
            {
                db.Add(
                    holder.Only is { } only
                        ? Limited(person, teams[team], role, only)
                        : Membership(person, teams[team], role)
                );
            }
        }

        await db.SaveChangesAsync();
    }

    /// <summary>
    /// While it runs each check says yes to this holder, as if it had been forgotten: they have every role in every team.
    /// </summary>
    public async Task Unchecked(PortalWeb web, Func<Task> act)
    {
        await using var db = await web.Store.CreateDbContextAsync();
        var person = await db.Set<Person>().SingleAsync(p => p.Handle == Handle);
        var held = await db.Set<Membership>().Where(m => m.PersonId == person.Id).ToListAsync();
        var given =
            from team in await db.Set<Team>().Select(t => t.Id).ToListAsync()
            from role in Enum.GetValues<Role>()
            where !held.Exists(m => m.TeamId == team && m.Role == role)
            select Membership(person, team, role);
        db.AddRange(given);
        await db.SaveChangesAsync();
        try
        {
            await act();
        }
        finally
        {
            await db.Set<Membership>().Where(m => m.PersonId == person.Id).ExecuteDeleteAsync();
            db.ChangeTracker.Clear();
            db.AddRange(held);
            await db.SaveChangesAsync();
        }
    }

    private static RoleGrant Limited(Person person, TeamId team, Role role, string environment)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new()
        {
            PersonId = person.Id,
            TeamId = team,
            Role = role,
            Reason = "For a part of what the team owns.",
            GivenBy = "sam",
            GivenAt = now,
            ExpiresAt = now.AddDays(1),
            OnlyEnvironment = environment,
        };
    }

    private static Membership Membership(Person person, TeamId team, Role role) =>
        new()
        {
            PersonId = person.Id,
            TeamId = team,
            Role = role,
        };

    private static string Word(Role role) => role == Core.Teams.Role.OnCall ? "on-call" : $"{role}".ToLowerInvariant();
}
