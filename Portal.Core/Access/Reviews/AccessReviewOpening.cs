using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Changes.Runs;
using Portal.Core.Changes.Transfers;
using Portal.Core.Clusters;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;
using Portal.Core.Wording;

namespace Portal.Core.Access.Reviews;

/// <summary>Opens rounds: over a team's data by its approvers and platform engineers, over everybody's by platform engineers and by the calendar.</summary>
public sealed class AccessReviewOpening(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    public const int LongestReason = 500;

    public static readonly TimeSpan Shortest = TimeSpan.FromDays(1);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <returns>The round's number.</returns>
    public async Task<Outcome<long>> Open(Caller who, ReviewWish wish, CancellationToken stop)
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlAsync($"lock table access_review in share row exclusive mode", stop);
        var team = wish.Team is null ? null : await db.Set<Team>().SingleOrDefaultAsync(t => t.Name == wish.Team, stop);
        if (Authority.May(who, new CallerAction.OpenAccessReview(team?.Id)) is { Granted: false, Words: var no })
        {
            return Refusal.Denied(no);
        }

        var now = clock.GetUtcNow();
        if (Complaints(wish, team, now) is { Count: > 0 } wrong)
        {
            return Refusal.Invalid(wrong);
        }

        var (id, scope) = (team?.Id, team is null ? "everybody" : team.Title);
        if (await db.Set<AccessReview>().AnyAsync(r => r.TeamId == id && r.ClosedAt == null, stop))
        {
            return Refusal.Conflict($"A review of access to data of {scope} is open already.");
        }

        var review = new AccessReview
        {
            TeamId = id,
            Reason = wish.Reason.Trim(),
            OpenedBy = who.Actor.Name,
            OpenedAt = now,
            EndsAt = wish.EndsAt.ToUniversalTime(),
        };
        db.Add(review);
        await db.SaveChangesAsync(stop); // the store gives out the id
        var grants = await Grants(db, review, stop);
        if (grants.Count == 0)
        {
            return Refusal.Conflict(
                $"No grant on data of {scope} lasts until {UtcTime.InWords(review.EndsAt)}: there is nothing to review."
            );
        }

        db.AddRange(grants);
        db.Add(
            new Due
            {
                Kind = AccessDues.Review,
                SubjectId = review.Id,
                DueAt = review.RemindAt,
            }
        );
        db.Add(
            new AuditEvent
            {
                At = now,
                Actor = who.Actor,
                Kind = "access-review.opened",
                Subject = $"Access review {review.Id}",
                Words =
                    $"Opened a review of {Quantity.Of(grants.Count, "grant", "grants")} on data of {scope}, until {UtcTime.InWords(review.EndsAt)}: {review.Reason}",
            }
        );
        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return review.Id;
    }

    // By who owns the data by now, whoever did when it was granted. What ends before the round does needs no answer.
    private async Task<List<AccessReviewItem>> Grants(PortalDb db, AccessReview review, CancellationToken stop)
    {
        var grants = await AccessRows.Grants(db, kinds, db.Set<Cluster>(), name: null, stop);
        var owned = grants.Select(grant => (Grant: grant, Source: SourceOf(grant))).ToList();
        var owners = await OwnersAfter.Now([.. owned.Select(o => o.Source)], db, stop);
        return
        [
            .. from of in owned
            let grant = of.Grant
            where grant.Granted is not null && (grant.Expires is null || grant.Expires > review.EndsAt)
            let owner = owners.OwnerOf(of.Source).Id
            where review.TeamId is null || owner == review.TeamId
            let id = grant.Granted!.Id
            orderby id
            select new AccessReviewItem
            {
                ReviewId = review.Id,
                GrantId = id,
                ClusterId = grant.ClusterId,
                Name = grant.Name,
                Principal = grant.Spec.Principal,
                Act = grant.Spec.Act,
                OwnerTeamId = owner,
            },
        ];
    }

    private OwnerSource SourceOf(AccessRow grant) =>
        kinds.Of(AccessKind.Word).OwnedWith(grant.ClusterId, grant.Spec)
        ?? throw new InvalidOperationException($"Grant {grant.Name} follows no owner.");

    // By field, as the API names them.
    private static Dictionary<string, string> Complaints(ReviewWish wish, Team? team, DateTimeOffset now)
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (wish.Team is not null && team is null)
        {
            wrong["team"] = $"There is no team named {wish.Team}.";
        }

        if (wish.Reason.Trim().Length is 0 or > LongestReason || wish.Reason.Any(char.IsControl))
        {
            wrong["reason"] = $"Give the reason in 1 to {LongestReason} characters: its owners read it.";
        }

        if (wish.EndsAt < now + Shortest || wish.EndsAt > now + Longest)
        {
            wrong["deadline"] = "A review lasts for 1 to 90 days from now.";
        }

        return wrong;
    }
}
