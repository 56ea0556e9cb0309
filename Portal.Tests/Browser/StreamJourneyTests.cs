using Portal.Tests.Journeys;

namespace Portal.Tests.Browser;

/// <summary>A topic with a contract and its next version, on the bundled cluster, looked at in every look with `--all`.</summary>
[Collection(PageWorldTests.Name)]
public sealed class StreamJourneyTests(PageWorld world)
{
    private const string Topic = "checkout.flow";

    [Fact]
    public async Task A_stream_is_requested_whole_and_its_next_version_is_mended_while_it_is_typed()
    {
        var journey = new StreamJourney(world.Address, PageWorld.Prod, Topic);

        await journey.Request(async visit =>
        {
            await visit.Page.EvaluateAsync("() => { document.activeElement.blur(); scrollTo(0, 0); }");
            await visit.IsWholeAsWell("stream-filled");
            await visit.Show(Look.Desk);
        });
        await world.Seen($"{Topic}-value", "totalCents");
        await journey.Widen(
            "payments.flow-audit",
            async visit =>
            {
                await visit.IsWholeAsWell("schema-incompatible");
                await visit.Show(Look.Desk);
            }
        );
    }
}
