using System.Globalization;
using Portal.Core;
using Portal.Core.Access.Reviews;
using Portal.Core.Store;
using Portal.Core.Wording;
using Portal.Web.Identity;
using Portal.Web.Pages;
using Portal.Web.Parts;

namespace Portal.Web.Features.Access;

/// <summary>One access review: its progress, and what who looks keeps or drops.</summary>
public sealed class AccessReviewModel(
    AccessReviewReading reviews,
    AccessReviewAnswers answers,
    StoreWatch store,
    Toaster toaster,
    Me me
) : PageModel<ReviewDetails>
{
    private readonly HashSet<(string Cluster, string Name)> _underWay = [];

    /// <summary>What is left for this person to keep or drop.</summary>
    public IReadOnlyList<ReviewItemRow> Mine =>
        Value is { Row.IsOpen: true } review
            ? [.. review.Items.Where(item => item is { IsUnanswered: true, Keep.Granted: true })]
            : [];

    /// <summary>How many grants nobody can keep or drop.</summary>
    public int Unanswerable =>
        Value is { Row.IsOpen: true } review
            ? review.Items.Count(item => item is { IsUnanswered: true, IsAnswerable: false })
            : 0;

    public async Task Load(long id, CancellationToken stop) =>
        Show(
            await reviews.Of(me.Caller, id, stop) is { } review
                ? new ViewState<ReviewDetails>.Ready(review)
                : new ViewState<ReviewDetails>.NotFound(
                    string.Create(CultureInfo.InvariantCulture, $"There is no access review {id}"),
                    "Numbers are never used twice, so the address may be mistyped."
                )
        );

    public Task Keep(ReviewItemRow item) => KeepOnce([item]);

    public Task KeepAll() => KeepOnce(Mine);

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public async Task<Refusal?> Drop(ReviewItemRow item)
    {
        await Answer([item], ReviewVerdict.Drop);
        return ToDialog();
    }

    // Not OneAct: the next row may be kept while one is under way, but none twice by a double click.
    private async Task KeepOnce(IReadOnlyList<ReviewItemRow> items)
    {
        var left = items.Where(item => Mine.Contains(item) && _underWay.Add((item.Cluster, item.Name))).ToList();
        if (left.Count == 0)
        {
            return;
        }

        try
        {
            await Answer(left, ReviewVerdict.Keep);
        }
        finally
        {
            left.ForEach(item => _underWay.Remove((item.Cluster, item.Name)));
        }
    }

    private async Task Answer(IReadOnlyList<ReviewItemRow> items, ReviewVerdict verdict)
    {
        var id = Value!.Row.Id;
        var given = items
            .Take(AccessReviewAnswers.MostAtOnce)
            .Select(i => new ReviewAnswer(i.Cluster, i.Name, verdict));
        var outcome = await store.Ask(() => answers.Answer(me.Caller, id, [.. given], CancellationToken.None));
        Refused = (outcome as Outcome<int>.Refused)?.Why;
        if (outcome is Outcome<int>.Done(var counted))
        {
            toaster.Say(
                new Toast(
                    Tone.Ok,
                    verdict == ReviewVerdict.Keep
                        ? $"{Quantity.Of(counted, "grant is", "grants are")} kept."
                        : "It is dropped; a change removes it within a minute."
                )
            );
        }

        await ReadAgain(store, () => Load(id, CancellationToken.None));
    }
}
