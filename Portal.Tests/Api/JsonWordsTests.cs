using System.Text.Json;
using Portal.Web.Api;
using Portal.Web.Api.Changes;

namespace Portal.Tests.Api;

/// <summary>A body that can't be read says where and why, and names no type of the program.</summary>
public sealed class JsonWordsTests
{
    private static readonly JsonSerializerOptions Form = Api();

    [Theory]
    [InlineData("[]", "In the body: a value of another type belongs here; see /openapi/v1.json.")]
    [InlineData("{\n\"owner\": 1}", "At $.owner, line 2: a value of another type belongs here; see /openapi/v1.json.")]
    [InlineData("""{"ownre":"a"}""", "At $.ownre, line 1: there is no field ownre here.")]
    [InlineData("""{"owner":"a"}""", "In the body: resources is missing.")]
    [InlineData("{}", "In the body: owner, resources are missing.")]
    [InlineData("""{"owner":null,"resources":[]}""", "At $.owner, line 1: null isn't taken here.")]
    [InlineData(
        """{"owner":"a","resources":[{"kind":"topic"}]}""",
        "At $.resources[0], line 1: operation, cluster, name are missing."
    )]
    [InlineData("""{"owner":"a","owner":"b","resources":[]}""", "At $.owner, line 1: owner is here twice.")]
    [InlineData(
        """{"owner":"a","resources":[{"kind":"topic","operation":"create","cluster":"c","name":"n","spec":{"partitions":1,"partitions":2}}]}""",
        "At $.resources[0].spec, line 1: partitions is here twice."
    )]
    [InlineData(
        """{"owner":"a","resources":[{"kind":"topic","operation":"create","cluster":"c","name":"n","labels":{"a":"1","a":"2"}}]}""",
        "At $.resources[0].labels.a, line 1: "
    )]
    [InlineData("{\"owner\":x}", "This isn't JSON, line 1: 'x' is an invalid start of a value.")]
    [InlineData("{\n\"owner\"", "This isn't JSON, line 2: ")]
    public void It_says_where_and_why(string body, string words) =>
        JsonWords
            .Of(Should.Throw<JsonException>(() => JsonSerializer.Deserialize<ChangeRequestDto>(body, Form)))
            .ShouldStartWith(words);

    [Theory]
    [InlineData(" Path: | ")]
    [InlineData(" Path: ")]
    [InlineData("missing required properties including: ")]
    [InlineData("LineNumber: 0 | ")]
    public void A_name_that_somebody_made_to_be_looked_through_for_long_costs_nothing_and_comes_back_cut(string piece)
    {
        var name = $"\\n{string.Concat(Enumerable.Repeat(piece, 250_000 / piece.Length))}";
        var unread = Should.Throw<JsonException>(() =>
            JsonSerializer.Deserialize<ChangeRequestDto>($"{{\"{name}\":1}}", Form)
        );
        var began = TimeProvider.System.GetTimestamp();

        var words = JsonWords.Of(unread);

        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(0.5));
        words.Length.ShouldBeLessThan(1_200);
        words.ShouldContain("there is no field ");
    }

    private static JsonSerializerOptions Api()
    {
        var form = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(form);
        return form;
    }
}
