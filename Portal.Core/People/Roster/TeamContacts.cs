using Microsoft.EntityFrameworkCore;
using Portal.Core.Clusters;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Roster;

/// <summary>A team as somebody wants it to be shown and reached.</summary>
/// <param name="Contact">A channel or an address; empty: none is known.</param>
/// <param name="OnCall">A link, or a number; empty: none is known.</param>
public sealed record TeamWish(string Title, string Contact, string OnCall)
{
    public const int LongestTitle = 60;
    public const int LongestContact = 200;
    public const int LongestOnCall = 500;

    /// <summary>Tells it from another, as an ETag is written.</summary>
    public string Tag =>
        ClusterTag.Of(
            CoreJson.Write(
                new
                {
                    Title,
                    Contact,
                    OnCall,
                }
            )
        );

    public static TeamWish Of(Team team) => new(team.Title, team.Contact, team.OnCall);

    /// <summary>What is wrong with it, by field. Fields are named as the API names them.</summary>
    public IReadOnlyDictionary<string, string> Complaints()
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Title.Trim().Length is 0 or > LongestTitle || Title.Any(char.IsControl))
        {
            wrong["title"] = $"Name the team in 1 to {LongestTitle} characters.";
        }

        if (Contact.Trim().Length > LongestContact || Contact.Any(char.IsControl))
        {
            wrong["contact"] = $"A channel or an address, in at most {LongestContact} characters.";
        }

        if (OnCall.Trim().Length > LongestOnCall || OnCall.Any(char.IsControl))
        {
            wrong["onCall"] = $"A link or a number, in at most {LongestOnCall} characters.";
        }

        return wrong;
    }
}

/// <summary>Says how a team is shown and reached, behind the page and the API alike.</summary>
public sealed class TeamContacts(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    /// <param name="seen">The <see cref="TeamWish.Tag"/> of what the person read before they typed; null: whatever is there is overwritten.</param>
    /// <returns>Refused as a conflict only when it is another by now.</returns>
    public async Task<Outcome<Team>> Save(
        KnownCaller who,
        string name,
        TeamWish wish,
        string? seen,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlAsync($"select from team where name = {name} for update", stop);
        if (await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == name, stop) is not { } team)
        {
            return Refusal.NotFound($"There is no team {name}.");
        }

        if (Authority.May(who.Caller, new CallerAction.EditTeam(team.Id)) is { Granted: false } no)
        {
            return Refusal.Denied(no.Words);
        }

        if (seen is not null && seen != TeamWish.Of(team).Tag)
        {
            return Refusal.Conflict(
                $"Somebody else saved the team meanwhile. {InWords(team)} Save again to replace that."
            );
        }

        if (wish.Title.Trim() != team.Title && !who.Caller.IsPlatform)
        {
            return Refusal.Denied(
                "Only platform engineers rename a team: approvals and the audit log are read by its title."
            );
        }

        if (wish.Complaints() is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        if (wish.Title.Trim() is var title && title != team.Title)
        {
            // An account is shown with its team's title.
            foreach (var account in await db.Set<Person>().Where(p => p.OwnerTeamId == team.Id).ToListAsync(stop))
            {
                account.Name = AccountName.Shown(account.Handle, title);
            }
        }

        (team.Title, team.Contact, team.OnCall) = (wish.Title.Trim(), wish.Contact.Trim(), wish.OnCall.Trim());
        db.Add(PersonEvent.Of(time.GetUtcNow(), who.Caller.Actor, "team.edited", name, InWords(team)));
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return team;
    }

    private static string InWords(Team team) =>
        $"Team {team.Name} is {team.Title}; contact {Known(team.Contact)}; on call {Known(team.OnCall)}.";

    private static string Known(string value) => value.Length == 0 ? "not set" : $"“{value}”";
}
