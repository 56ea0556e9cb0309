using Microsoft.EntityFrameworkCore;
using Portal.Core.People.Federation;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.People.Accounts;

/// <summary>Creates Portal service accounts, behind the page and the API alike. A new one has no role and no token.</summary>
public sealed class AccountCreation(IDbContextFactory<PortalDb> store, TimeProvider time)
{
    public const int MostOfATeam = 50;

    public static Permission May(Caller who, TeamId owner) =>
        Authority.May(who, new CallerAction.ManageAccounts(owner));

    public async Task<Outcome<Person>> Create(KnownCaller who, AccountWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.LockRules(stop);
        var named = await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop);
        var wrong = wish.Complaints(named);
        if (named is not { } team)
        {
            return Refusal.Invalid(wrong);
        }

        if (await AccountAct.WhyNot(db, who, team.Id, stop) is { } no)
        {
            return no;
        }

        if (wrong.Count > 0)
        {
            return Refusal.Invalid(wrong);
        }

        if (NewHandle.IsService(wish.Name) || await db.Set<Person>().AnyAsync(p => p.Handle == wish.Name, stop))
        {
            return AccountAct.Wrong(
                "name",
                $"{wish.Name} is taken, by a person or by an account that may have been removed. Choose another name."
            );
        }

        if (
            await db.Set<Person>().CountAsync(p => p.OwnerTeamId == team.Id && p.RemovedAt == null, stop) >= MostOfATeam
        )
        {
            return Refusal.Conflict(
                $"{team.Title} has {MostOfATeam} Portal service accounts. Remove one that isn't used first."
            );
        }

        var account = new Person
        {
            Handle = wish.Name,
            Name = AccountName.Shown(wish.Name, team.Title),
            About = wish.Description.Trim(),
            OwnerTeamId = team.Id,
        };
        db.Add(account);
        db.Add(
            PersonEvent.Of(
                time.GetUtcNow(),
                who.Caller.Actor,
                "account.created",
                wish.Name,
                $"Created Portal service account {wish.Name} of team {team.Name}: {account.About}"
            )
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return account;
    }
}
