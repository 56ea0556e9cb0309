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
    /// <summary>What is left for this person to keep or drop.</summary>
    public IReadOnlyList<ReviewItemRow> Mine =>
        Value is { Row.IsOpen: true } review
            ? [.. review.Items.Where(item => item is { IsUnanswered: true, Keep.Granted: true })]
            : [];

    public async Task Load(long id, CancellationToken stop) =>
        Show(
            await reviews.Of(me.Caller, id, stop) is { } review
                ? new ViewState<ReviewDetails>.Ready(review)
                : new ViewState<ReviewDetails>.NotFound(
                    string.Create(CultureInfo.InvariantCulture, $"There is no access review {id}"),
                    "Numbers are never used twice, so the address may be mistyped."
                )
        );

    public Task Keep(ReviewItemRow item) => Keep([item]);

    public Task KeepAll() => Keep(Mine);

    /// <returns>Why it was refused; null when it wasn't.</returns>
    public Task<Refusal?> Drop(ReviewItemRow item) => Answer([item], ReviewVerdict.Drop);

    private async Task Keep(IReadOnlyList<ReviewItemRow> items)
    {
        Refused = await Answer(items, ReviewVerdict.Keep);
        Say();
    }

    private async Task<Refusal?> Answer(IReadOnlyList<ReviewItemRow> items, ReviewVerdict verdict)
    {
        Refused = null;
        var id = Value!.Row.Id;
        var given = items
            .Take(AccessReviewAnswers.MostAtOnce)
            .Select(i => new ReviewAnswer(i.Cluster, i.Name, verdict));
        var outcome = await store.Ask(() => answers.Answer(me.Caller, id, [.. given], CancellationToken.None));
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

        if (store.SilentSince is null)
        {
            await Load(id, CancellationToken.None);
        }

        return (outcome as Outcome<int>.Refused)?.Why;
    }
}
