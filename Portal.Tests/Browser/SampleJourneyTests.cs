using Microsoft.Playwright;
using Portal.Tests.Kit;
using static Microsoft.Playwright.Assertions;

namespace Portal.Tests.Browser;

/// <summary>A payload is tried on a schema's page, by hand and by the keyboard alone.</summary>
[Collection(PageWorldTests.Name)]
public sealed class SampleJourneyTests(PageWorld world)
{
    private const string Address = $"/schemas/{PageWorld.Prod}/{PageWorld.Subject}?tab=try";
    private const string Editor = "#sample.cm-content";

    [LongFact]
    public async Task A_payload_is_checked_while_it_is_typed_and_fixed_at_its_line()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(Address);
        await Expect(ada.Page.Locator(Editor)).ToBeVisibleAsync();
        await ada.Sees("Avro's JSON encoding, not plain JSON.");

        await Write(ada, "{\n  \"id\": 7,\n  \"amount\": 1250,\n  \"currency\": \"EUR\"\n}");
        await ada.Sees("Expected string in quotes, found the number 7.");
        await ada.Sees("type · line 2, column 9");
        await Expect(ada.Page.Locator(".cm-lintRange-error")).ToHaveTextAsync("7");
        await ada.IsWholeInEveryLook("schema-try");
        await ada.Show(Look.Desk);

        await ada.Page.Locator("[data-goto]").First.ClickAsync();
        await Expect(ada.Page.Locator(Editor)).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Delete");
        await ada.Page.Keyboard.TypeAsync("\"p-7\"");
        await ada.Sees("Valid for version 2. It takes 10 bytes");

        // What was valid for the newest version isn't for the first, which lacks a field.
        await ada.Choose("Version", "1");
        await ada.IsAt("tab=try&version=1");
        await ada.Sees("Record Captured has no field “currency”.");
    }

    [LongFact]
    public async Task An_example_is_filled_in_by_the_keyboard_and_a_broken_file_says_its_line()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(Address);
        await Expect(ada.Page.Locator(Editor)).ToBeVisibleAsync();

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Fill in an example" }).FocusAsync();
        await ada.Page.Keyboard.PressAsync("Enter");
        await Expect(ada.Page.Locator(Editor)).ToContainTextAsync("\"currency\": \"EUR\"");
        await ada.Sees("Valid for version 2.");

        await ada
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "payment.json",
                    MimeType = "application/json",
                    Buffer = "{\n  \"id\": \"a\",\n  amount\n}"u8.ToArray(),
                }
            );
        await ada.Sees("JSON · line 3, column 3");

        await ada
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "payment.json",
                    MimeType = "application/json",
                    Buffer = System.Text.Encoding.UTF8.GetBytes($"\"{new string('é', 2_000_000)}\""),
                }
            );
        await ada.Sees("A sample has at most 131,072 characters");
    }

    [LongFact]
    public async Task Two_versions_are_compared_at_an_address_that_brings_the_comparison_back()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open($"/schemas/{PageWorld.Prod}/{PageWorld.Subject}?tab=versions");
        await ada.Sees("1 field differs");
        await ada.IsWholeInEveryLook("schema-versions");
        await ada.Show(Look.Desk);

        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Swap" }).ClickAsync();
        await ada.IsAt("from=2&to=1");
        await ada.Sees("removed");
        await ada.Page.ReloadAsync();
        await ada.Alive();
        await ada.Sees("removed");
    }

    private static async Task Write(Visit visit, string text)
    {
        await visit.Page.Locator(Editor).FillAsync(text);
        await visit.Page.Keyboard.PressAsync("Escape");
    }
}
