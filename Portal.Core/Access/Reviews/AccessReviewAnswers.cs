using Microsoft.EntityFrameworkCore;
using Portal.Core.Audit;
using Portal.Core.Store;
using Portal.Core.Teams;

namespace Portal.Core.Access.Reviews;

/// <summary>Keeps and drops grants of a round, several at once: by approvers of the teams that own the data.</summary>
public sealed class AccessReviewAnswers(
    IDbContextFactory<PortalDb> store,
    AccessReviewReading reading,
    TimeProvider clock
)
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
        await db.Database.ExecuteSqlAsync($"select from access_review where id = {id} for update", stop);
        var now = clock.GetUtcNow();
        if (await db.Set<AccessReview>().SingleOrDefaultAsync(r => r.Id == id, stop) is not { } review)
        {
            return Refusal.NotFound($"There is no access review {id}.");
        }

        if (review.ClosedAt is not null || review.EndsAt <= now)
        {
            return Refusal.Conflict($"Access review {id} is over. Request access again for what was dropped.");
        }

        var known = (await reading.Items(db, who, id, stop)).ToDictionary(item => (item.Row.Cluster, item.Row.Name));
        if (Refused(answers, known) is { } refusal)
        {
            return refusal;
        }

        var counted = 0;
        foreach (var answer in answers)
        {
            var (item, row) = known[(answer.Cluster, answer.Name)];
            if (!row.IsInForce || item.Verdict == answer.Verdict)
            {
                continue;
            }

            (item.Verdict, item.AnsweredBy, item.AnsweredAt) = (answer.Verdict, who.Actor.Name, now);
            if (answer.Verdict == ReviewVerdict.Drop)
            {
                await AccessDrop.Do(db, item.GrantId, now, stop);
            }

            db.Add(ReviewEvent.Of(now, who.Actor, item, answer.Verdict == ReviewVerdict.Keep ? "kept" : "dropped"));
            counted++;
        }

        await db.SaveChangesAsync(stop);
        await transaction.CommitAsync(stop);
        return counted;
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
            else if (item.Item.Verdict == ReviewVerdict.Drop && answer.Verdict == ReviewVerdict.Keep)
            {
                wrong[$"answers[{i}].verdict"] =
                    $"{answer.Name} was dropped and is being removed. Request the access again.";
            }
        }

        return wrong.Count > 0 ? Refusal.Invalid(wrong)
            : answers.Any(answer => !known[(answer.Cluster, answer.Name)].Row.MayAnswer)
                ? Refusal.Denied("Only approvers of the team that owns the data keep or drop a grant on it.")
            : null;
    }
}

/// <summary>What became of a grant in a round, for the audit log.</summary>
internal static class ReviewEvent
{
    /// <param name="what">kept, dropped.</param>
    public static AuditEvent Of(DateTimeOffset at, Actor by, AccessReviewItem item, string what) =>
        new()
        {
            At = at,
            Actor = by,
            Kind = $"access-review.{what}",
            ClusterId = item.ClusterId,
            Subject = item.Name,
            Words =
                $"Access review {item.ReviewId}: {what} the access of {item.Principal} to {item.Act}{(by == Actor.Clock ? ", because nobody answered" : "")}.",
        };
}
