using System.Net;
using System.Text;
using System.Text.Json;
using Portal.Tests.Api;

namespace Portal.Tests.Specs;

/// <summary>Specs sent to the API as a person's script sends them.</summary>
internal static class SpecCalls
{
    /// <param name="act">plan or apply.</param>
    public static async Task<JsonElement> Specs(this PortalWeb web, string act, string text, string who)
    {
        using var client = await web.As(who);
        using var answer = await client.PostAsync(
            $"/api/v1/specs:{act}?reason=needed",
            new StringContent(text, Encoding.UTF8, "application/yaml")
        );
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, body);
        return JsonDocument.Parse(body).RootElement;
    }

    public static async Task<string> Exported(this PortalWeb web, string who, string query = "")
    {
        using var client = await web.As(who);
        return await client.GetStringAsync($"/api/v1/specs{query}");
    }

    public static int Count(this JsonElement answer, string list) => answer.GetProperty(list).GetArrayLength();
}
