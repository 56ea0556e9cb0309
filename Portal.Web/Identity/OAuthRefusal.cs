using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Portal.Web.Identity;

/// <summary>Why not, as OAuth 2.0 has it: a word and a sentence.</summary>
public sealed record OAuthRefusal(string Error, [property: JsonPropertyName("error_description")] string Words)
{
    internal static JsonHttpResult<OAuthRefusal> Of(int status, string error, string words) =>
        TypedResults.Json(new OAuthRefusal(error, words), statusCode: status);
}
