using Microsoft.Playwright;
using Portal.Tests.Journeys;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>A topic that is still read is deleted, on the pages alone: asked for by name, approved, overridden, applied.</summary>
[Collection(PageWorldTests.Name)]
public sealed class DeletionJourneyTests(PageWorld world)
{
    private const string Topic = "payments.retired";
    private const string Reader = "retired-reader";

    [LongFact]
    public async Task A_topic_that_is_still_read_is_deleted_only_with_an_override()
    {
        await world.Made(Topic, partitions: 3);
        await Traffic.ByKcat(world.Bootstrap, Topic, Reader);
        await world.Collected(Reader);

        var change = await Ask();
        // The owning team, Platform for the risk, and somebody else of Platform for the override.
        foreach (var person in new[] { "grace", "sam", "mina" })
        {
            await world.Approve(person, change);
        }

        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(change);
        await ada.HasStatus("Applied");
        await Deadline.Until(async () =>
            !(await Command.Run("kcat", "-L", "-b", world.Bootstrap)).Contains(Topic, StringComparison.Ordinal)
        );
    }

    private async Task<string> Ask()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open($"/topics/{PageWorld.Prod}/{Topic}");
        await ada.ChooseFromMenu("Delete the topic…");
        // Whether it was seen to move depends on when the collector came round; either way it isn't called inactive.
        await Assertions
            .Expect(ada.Page.GetByRole(AriaRole.Dialog).Locator("li", new() { HasText = Reader }))
            .ToContainTextAsync("needs an override by an approver");
        await ada.IsWholeInEveryLook("delete-dialog");
        await ada.Page.GetByLabel("Reason").FillAsync("Nobody writes to it any more.");
        await Assertions.Expect(ada.InDialog("Request deletion")).ToBeDisabledAsync();
        await ada.Page.GetByLabel($"Type {Topic} to confirm").FillAsync(Topic);
        await ada.InDialog("Request deletion").ClickAsync();
        await ada.IsAt("/changes/[0-9]+");
        await ada.HasStatus("Waiting for approval");
        await ada.Sees($"Still in use: {Reader}");
        await ada.Sees("Override: readers");
        return new Uri(ada.Page.Url).AbsolutePath;
    }
}
