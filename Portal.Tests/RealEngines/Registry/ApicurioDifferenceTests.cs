using System.Net;
using System.Text;
using System.Text.Json;
using Portal.Tests.Kit;
using Portal.Tests.Schemas;

namespace Portal.Tests.RealEngines.Registry;

/// <summary>
/// Where Apicurio answers otherwise than Confluent documents, and the bundled registry does: each a row that is asked of both. A row whose two
/// answers become one is no difference any more, and fails. What the portal makes of them is shown by <see cref="ApicurioAnswerTests"/>.
/// </summary>
public sealed class ApicurioDifferenceTests
{
    private static readonly string First = SchemaWorlds.Order("id");
    private static readonly string Broken = SchemaWorlds.Order("id", "n");

    public static TheoryData<string, string, string, string?, string, string> Differences =>
        new()
        {
            { "a level that a subject doesn't set", "GET", "config/SUBJECT", null, "404 40408", "200" },
            { "the mode", "GET", "mode", null, "200", "404" },
            {
                "compatibility with a subject that isn't there",
                "POST",
                "compatibility/subjects/nobody-value/versions",
                "{\"schema\":\"\\\"string\\\"\"}",
                "200",
                "404"
            },
            { "version 0", "GET", "subjects/SUBJECT/versions/0", null, "422 42202", "404 40402" },
            { "a version that is no number", "GET", "subjects/SUBJECT/versions/abc", null, "422 42202", "404 40402" },
            { "the subjects of an id", "GET", "schemas/ids/1/subjects", null, "200", "404" },
            { "taking away the registry's own level", "DELETE", "config", null, "200", "405" },
            {
                "a level that there isn't",
                "PUT",
                "config/SUBJECT",
                """{"compatibility":"SIDEWAYS"}""",
                "422 42203",
                "400"
            },
            {
                "a hard delete before a soft one",
                "DELETE",
                "subjects/SUBJECT/versions/1?permanent=true",
                null,
                "404 40407",
                "409"
            },
        };

    [FullRunTheory]
    [MemberData(nameof(Differences))]
    public async Task Each_difference_is_still_one(
        string what,
        string method,
        string path,
        string? body,
        string documented,
        string apicurios
    )
    {
        documented.ShouldNotBe(apicurios, what);
        (await Answer(RegistryProduct.Bundled, method, path, body)).Answer.ShouldBe(documented, what);
        (await Answer(RegistryProduct.Apicurio, method, path, body)).Answer.ShouldStartWith(
            apicurios,
            customMessage: what
        );
    }

    [FullRunFact]
    public async Task Why_a_version_isnt_compatible_stands_elsewhere()
    {
        var body = JsonSerializer.Serialize(new { schema = Broken });
        const string Path = "compatibility/subjects/SUBJECT/versions?verbose=true";

        var ours = (await Answer(RegistryProduct.Bundled, "POST", Path, body)).Body.GetProperty("messages");
        var theirs = (await Answer(RegistryProduct.Apicurio, "POST", Path, body)).Body;

        ours.GetArrayLength().ShouldBe(1);
        theirs.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        (theirs.TryGetProperty("messages", out var none) && none.ValueKind == JsonValueKind.Array).ShouldBeFalse();
    }

    [FullRunFact]
    public async Task All_versions_are_compared_where_the_level_names_the_newest_alone()
    {
        var next = JsonSerializer.Serialize(new { schema = Broken });
        var between = JsonSerializer.Serialize(new { schema = SchemaWorlds.Order("id", SchemaWorlds.Optional("n")) });
        const string Path = "compatibility/subjects/SUBJECT/versions";

        (await IsCompatible(RegistryProduct.Bundled)).ShouldBeTrue();
        (await IsCompatible(RegistryProduct.Apicurio)).ShouldBeFalse();

        async Task<bool> IsCompatible(RegistryProduct product) =>
            (await Answer(product, "POST", Path, next, between)).Body.GetProperty("is_compatible").GetBoolean();
    }

    /// <param name="second">A second version that the subject has before.</param>
    private async Task<(string Answer, JsonElement Body)> Answer(
        RegistryProduct product,
        string method,
        string path,
        string? body,
        string? second = null
    )
    {
        using var http = new HttpClient
        {
            BaseAddress = new Uri($"{(await TwoRegistries.Url(product)).TrimEnd('/')}/"),
        };
        var subject = $"{Path.GetRandomFileName()}-value";
        foreach (var version in new[] { JsonSerializer.Serialize(new { schema = First }), second }.OfType<string>())
        {
            (await Send(http, "POST", $"subjects/{subject}/versions", version)).Status.ShouldBe(HttpStatusCode.OK);
        }

        var (status, text) = await Send(http, method, path.Replace("SUBJECT", subject, StringComparison.Ordinal), body);
        var json = text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : default;
        var code =
            json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error_code", out var own) ? $" {own}" : "";
        return ($"{(int)status}{code}", json);
    }

    private static async Task<(HttpStatusCode Status, string Text)> Send(
        HttpClient http,
        string method,
        string path,
        string? body
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
