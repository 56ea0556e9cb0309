using System.Text;
using Microsoft.Playwright;
using Portal.Tests.Kit;

namespace Portal.Tests.Browser;

/// <summary>The text editor on its own: a plain field where its script isn't there, a file's text, the keyboard, and as much as may be typed.</summary>
[Collection(PageWorldTests.Name)]
public sealed class SchemaEditorTests(PageWorld world)
{
    private const string Address = "/schemas/request?name=payments.edited-value";

    [Fact]
    public async Task Without_its_script_the_plain_field_says_the_same()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        ada.Forgive(); // Chromium calls the file that is withheld an error
        await ada.Page.RouteAsync("**/codemirror*.js", route => route.AbortAsync());
        await ada.Open(Address);

        await ada.Page.Locator("textarea#schema").FillAsync("{ not avro");

        await ada.Sees("line 1, column 3");
        await ada.Page.Locator("textarea#schema").FillAsync("\"string\"");
        await ada.Sees("Registered as it stands here.");
    }

    [Fact]
    public async Task Who_types_while_the_editor_loads_goes_on_where_they_were()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        var typed = await ada.Hold("**/codemirror*.js");
        await ada.Open(Address);
        await ada.Page.Locator("textarea#schema").FillAsync("{ not avro");
        await ada.Sees("line 1, column 3");
        await ada.Page.Locator("textarea#schema").PressAsync("End");

        typed.SetResult();
        await ada.Page.Locator(".cm-editor").WaitForAsync();
        await ada.Page.Keyboard.TypeAsync(" yet");

        await Assertions.Expect(ada.Page.Locator("#schema.cm-content")).ToHaveTextAsync("{ not avro yet");
    }

    [Fact]
    public async Task A_file_is_imported_with_its_language_and_the_keyboard_comes_in_and_out()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(Address);
        await ada.Page.Locator(".cm-editor").WaitForAsync();
        await Import(ada, "edited.proto", "syntax = \"proto3\";\nmessage Edited { string id = 1; }\n");
        await Assertions.Expect(ada.Page.Locator("#schema.cm-content")).ToContainTextAsync("message Edited");
        await Assertions.Expect(ada.Page.Locator(".tok-keyword").First).ToBeVisibleAsync();
        await ada.Sees("Protobuf");
        await ada.Sees("Register payments.edited-value with its first version (Protobuf)");

        await ada.Page.Locator("label", new() { HasText = "Schema" }).ClickAsync();
        await Assertions.Expect(ada.Page.Locator("#schema.cm-content")).ToBeFocusedAsync();
        await ada.Page.Keyboard.PressAsync("Control+End");
        await ada.Page.Keyboard.TypeAsync("// by hand");
        await ada.Page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(ada.Page.Locator("#schema.cm-content")).Not.ToBeFocusedAsync();
        (await ada.Page.Locator(".editor textarea").InputValueAsync()).ShouldEndWith("// by hand");
    }

    [LongFact]
    public async Task A_text_that_is_too_long_is_refused_in_words_and_the_page_lives_on()
    {
        await using var ada = await Visit.As(world.Address, "ada");
        await ada.Open(Address);
        await ada.Page.Locator(".cm-editor").WaitForAsync();
        var doc = new string('é', 2_000_000);

        await Import(ada, "edited.avsc", $$"""{ "type": "string", "doc": "{{doc}}" }""");

        await ada.Sees("131,072 characters are allowed");
        await Import(ada, "edited.avsc", $$"""{ "type": "string", "doc": "{{doc[..120_000]}}" }""");
        await ada.Sees("Registered as it stands here.");
    }

    private static Task Import(Visit visit, string name, string text) =>
        visit
            .Page.Locator("input[type=file]")
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = name,
                    MimeType = "text/plain",
                    Buffer = Encoding.UTF8.GetBytes(text),
                }
            );
}
