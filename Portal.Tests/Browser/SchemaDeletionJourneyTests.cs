using Microsoft.Playwright;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>A schema is deleted from its own page: what would become of whom is said, its name typed, its deletion approved.</summary>
[Collection(PageWorldTests.Name)]
public sealed class SchemaDeletionJourneyTests(PageWorld world)
{
    private const string Subject = "payments.voided-value";

    [LongFact]
    public async Task A_schema_is_deleted_from_its_page()
    {
        await world.Registered(Subject);

        var change = await Ask();
        await world.Approve("grace", change);

        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(change);
        await ada.HasStatus("Applied");
        await Deadline.Until(async () =>
        {
            await ada.Open($"/schemas/{PageWorld.Prod}/{Subject}");
            return await ada.Page.GetByText($"There is no schema {Subject}").CountAsync() > 0;
        });
    }

    private async Task<string> Ask()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open($"/schemas/{PageWorld.Prod}/{Subject}");
        await ada.ChooseFromMenu("Delete the schema…");
        await ada.Sees("No topic payments.voided is on its cluster");
        await ada.IsWholeInEveryLook("delete-schema-dialog");
        await ada.Page.GetByLabel("Reason").FillAsync("It was a draft.");
        await Assertions.Expect(ada.InDialog("Request deletion")).ToBeDisabledAsync();
        await ada.Page.GetByLabel($"Type {Subject} to confirm").FillAsync(Subject);
        await ada.InDialog("Request deletion").ClickAsync();
        await ada.IsAt("/changes/[0-9]+");
        await ada.HasStatus("Waiting for approval");
        await ada.Sees("Records that carry its ids are read as before");
        await ada.IsWholeInEveryLook("change-delete-schema");
        return new Uri(ada.Page.Url).AbsolutePath;
    }
}
