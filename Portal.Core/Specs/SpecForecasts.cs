using Portal.Core.Changes.Judging;
using Portal.Core.Changes.Requests;
using Portal.Core.Resources;
using Portal.Core.Teams;

namespace Portal.Core.Specs;

/// <summary>
/// What requests would come to. A document that is as managed, and from which only its cluster differs, is taken out where no plan can change
/// that: it would be requested anew each time for nothing, or all that others wrote be refused for it.
/// </summary>
internal sealed class SpecForecasts(Forecasts forecasts)
{
    // A preview is a few queries in a row, and thousands of documents are hundreds of previews.
    private const int AtOnce = 4;

    /// <returns>What is left of them, and notes of what was taken out.</returns>
    public async Task<(IReadOnlyList<PlannedRequest> Planned, IReadOnlyList<SpecNote> Notes)> Of(
        Caller who,
        IReadOnlyList<SpecRequest> requests,
        CancellationToken stop
    )
    {
        var made = new (PlannedRequest? Planned, IReadOnlyList<SpecNote> Notes)[requests.Count];
        await Parallel.ForEachAsync(
            requests.Index(),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stop },
            async (part, cancel) => made[part.Index] = await Of(who, part.Item, cancel)
        );
        var planned = made.Index().Where(m => m.Item.Planned is not null).ToList();
        // By the place that each had among all, the one that it has now.
        var places = planned.Select((m, place) => (m.Index, place)).ToDictionary();
        return ([.. planned.Select(m => At(m.Item.Planned!, places))], [.. made.SelectMany(m => m.Notes)]);
    }

    private async Task<(PlannedRequest? Planned, IReadOnlyList<SpecNote> Notes)> Of(
        Caller who,
        SpecRequest request,
        CancellationToken stop
    )
    {
        var notes = new List<SpecNote>();
        while (true)
        {
            var forecast = await forecasts.Of(who, request.Draft, replaces: null, stop);
            var unplannable = Unplannable(request, forecast);
            notes.AddRange(unplannable.Select(found => new SpecNote(request.Documents[found.Key], found.Value)));
            if (unplannable.Count == 0)
            {
                return (new(request, forecast), notes);
            }

            if (unplannable.Count == request.Documents.Count)
            {
                return (null, notes);
            }

            request = request.Without(unplannable.Keys);
        }
    }

    // By its place.
    private static Dictionary<int, string> Unplannable(SpecRequest request, Forecast forecast) =>
        forecast.Proposal switch
        {
            PlanProposal.Impossible impossible => impossible
                .Resources.Where(r => request.Drifted.ContainsKey(r.Ordinal) && IsFinal(request, r.Ordinal))
                .ToDictionary(r => r.Ordinal, r => $"{InWords(request, r.Ordinal)} {r.Words}"),
            PlanProposal.Ready ready => Unplannable(request, forecast.On, ready),
            PlanProposal.NothingToDo => request.Drifted.ToDictionary(
                drifted => drifted.Key,
                drifted => InWords(request, drifted.Key)
            ),
            _ => [],
        };

    private static Dictionary<int, string> Unplannable(
        SpecRequest request,
        IReadOnlyList<ResourceRef> on,
        PlanProposal.Ready ready
    )
    {
        var found = new Dictionary<int, string>();
        foreach (var place in request.Drifted.Keys)
        {
            var blocked = ready
                .Findings.Where(finding => finding.Verdict == CheckVerdict.Blocked && finding.On == on[place])
                .Select(finding => finding.Words)
                .ToList();
            if (!ready.Body.Steps.Any(step => step.On == on[place]))
            {
                found.Add(place, InWords(request, place));
            }
            else if (blocked.Count > 0 && IsFinal(request, place))
            {
                found.Add(place, string.Join(' ', blocked.Prepend(InWords(request, place))));
            }
        }

        return found;
    }

    // Whatever drifted was seen since it last changed. But what is gone may lack only what the change brings that this one has to wait for.
    private static bool IsFinal(SpecRequest request, int place) =>
        !request.IsLater || request.Draft.Resources[place].Operation == ResourceOperation.Update;

    private static string InWords(SpecRequest request, int place) =>
        request.IsLater
            ? $"as written, but differs on the cluster in what no plan can change yet: {request.Drifted[place]}. Apply this again once what it depends on is applied."
            : $"as written, but differs on the cluster in what no plan can change: {request.Drifted[place]}.";

    private static PlannedRequest At(PlannedRequest planned, Dictionary<int, int> places) =>
        planned with
        {
            Request = planned.Request with
            {
                After = [.. planned.Request.After.Where(places.ContainsKey).Select(place => places[place])],
            },
        };
}
