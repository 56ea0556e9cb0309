using Microsoft.EntityFrameworkCore;
using Portal.Core.Resources;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>
/// Keeps and drops grants of a round, several at once: by approvers of the teams that own the data; who requested a grant doesn't keep it. An answer counts in every round that is open, because it
/// is about the same grant and given by the same team.
/// </summary>
public sealed class AccessReviewAnswers(IDbContextFactory<PortalDb> store, ResourceKinds kinds, TimeProvider clock)
{
    public const int MostAtOnce = 500;

    /// <returns>How many answers count from now on; those that were given alike before aren't among them.</returns>
    public async Task<Outcome<int>> Answer(
        Caller who,
        long id,
        IReadOnlyList<ReviewAnswer> answers,
        CancellationToken stop
    )
    {
        await using var db = await store.CreateDbContextAsync(stop);
        await using var transaction = await db.Database.BeginTransactionAsync(stop);
        await db.Database.ExecuteSqlAsync(
            $"select from access_review where id = {id} or closed_at is null order by id for update",
            stop
        );
        var now = clock.GetUtcNow();
        if (await db.Set<AccessReview>().SingleOrDefaultAsync(r => r.Id == id, stop) is not { } review)
        {
            return Refusal.NotFound($"There is no access review {id}.");
        }

        if (review.ClosedAt is not null || review.EndsAt <= now)
        {
            return Refusal.Conflict($"Access review {id} is over. Request access again for what was dropped.");
        }

        var items = db.Set<AccessReviewItem>().Where(i => i.ReviewId == id);
        var known = (await ReviewItems.Of(db, kinds, who, items, stop)).ToDictionary(item =>
            (item.Row.Cluster, item.Row.Name)
        );
        if (Refused(answers, known) is { } refusal)
        {
            return refusal;
        }

        // In one order, so that two who drop grants, or a run that writes to one, wait for each other and never in a circle.
        List<(AccessReviewItem Item, ReviewVerdict Verdict)> given =
        [
            .. from answer in answers
            let found = known[(answer.Cluster, answer.Name)]
            where found.Row.IsInForce && found.Item.Verdict != answer.Verdict
            orderby found.Item.GrantId
            select (found.Item, answer.Verdict),
        ];
        var elsewhere = await ReviewItems.InOtherRounds(db, id, [.. given.Select(g => g.Item.GrantId)], now, stop);
        foreach (var (item, verdict) in given)
        {
            if (verdict == ReviewVerdict.Drop)
            {
                await AccessDrop.Do(db, item.GrantId, now, stop);
            }

            foreach (var same in elsewhere[item.GrantId].Where(i => i.Verdict != verdict).Prepend(item))
            {
                (same.Verdict, same.AnsweredBy, same.AnsweredAt) = (verdict, who.Actor.Name, now);
                db.Add(ReviewEvent.Of(now, who.Actor, same));
            }
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return given.Count;
    }

    private static Refusal? Refused(
        IReadOnlyList<ReviewAnswer> answers,
        Dictionary<(string, string), (AccessReviewItem Item, ReviewItemRow Row)> known
    )
    {
        var wrong = new Dictionary<string, string>(StringComparer.Ordinal);
        if (answers.Count is 0 or > MostAtOnce)
        {
            wrong["answers"] = $"Answer for 1 to {MostAtOnce} grants at once.";
        }

        foreach (var (answer, i) in answers.Select((answer, i) => (answer, i)))
        {
            if (!known.TryGetValue((answer.Cluster, answer.Name), out var item))
            {
                wrong[$"answers[{i}].name"] = $"There is no grant {answer.Name} on {answer.Cluster} in this review.";
            }
            else if (answers.Take(i).Any(a => a.Cluster == answer.Cluster && a.Name == answer.Name))
            {
                wrong[$"answers[{i}].name"] =
                    $"{answer.Name} on {answer.Cluster} is named twice. Answer for each grant once.";
            }
            else if (item.Item.Verdict == ReviewVerdict.Drop && answer.Verdict == ReviewVerdict.Keep)
            {
                wrong[$"answers[{i}].verdict"] =
                    $"{answer.Name} was dropped and is being removed. Request the access again.";
            }
        }

        if (wrong.Count > 0)
        {
            return Refusal.Invalid(wrong);
        }

        var rows = answers.Select(answer => (answer.Verdict, known[(answer.Cluster, answer.Name)].Row)).ToList();
        return rows.Exists(a => !a.Row.MayAnswer)
                ? Refusal.Denied(
                    "Only approvers of the team that owns the data keep or drop a grant on it; Platform's, where that team has none."
                )
            : rows.Find(a => a is { Verdict: ReviewVerdict.Keep, Row.Keep.Granted: false }).Row is { } own
                ? Refusal.Denied($"{own.Name}: {own.Keep.Words}")
            : null;
    }
}
