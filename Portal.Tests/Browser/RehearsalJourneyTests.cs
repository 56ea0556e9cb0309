using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>An upgrade while it is rehearsed, on the page of its change and on the bundled cluster's stream runtime.</summary>
[Collection(PageWorldTests.Name)]
public sealed class RehearsalJourneyTests(PageWorld world)
{
    [LongFact]
    public async Task A_rehearsal_shows_how_far_it_is_and_is_aborted_on_the_page_of_its_change()
    {
        await world.HasFlink();
        await world.Seen("payments.disputes-value", "id");
        await world.Applied(await world.Job("create", "disputed", Spec(parallelism: 1, "experimental")));

        var upgrade = await world.Job("update", "disputed", Spec(parallelism: 2, "critical"));
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open($"/changes/{upgrade}");
        await ada.HasStatus("Applying");
        await ada.Sees("Wait until the rehearsal of disputed is stable");
        await ada.Sees("5 of 5 checkpoints");
        await ada.IsWholeInEveryLook("change-rehearsal");

        await ada.Show(Look.Desk);
        await ada.ChooseFromMenu("Abort before the next step");
        await ada.HasStatus("Rolled back");
        await ada.Sees("Aborted by Ada Brandt.");
    }

    private static object Spec(int parallelism, string tier) =>
        new
        {
            statements = $"INSERT INTO {PageWorld.Prod}.`payments.disputes` SELECT id FROM {PageWorld.Prod}.`payments.captured`",
            parallelism,
            checkpoints = new { intervalSeconds = 1 },
            tier,
        };
}
