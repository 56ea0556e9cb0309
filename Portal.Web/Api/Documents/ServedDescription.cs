using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;

namespace Portal.Web.Api.Documents;

/// <summary>
/// The API's description as it is served: made once, for it is the same until the process ends and takes a processor a good part of a second.
/// </summary>
internal sealed class ServedDescription(
    [FromKeyedServices(OpenApiDocumentation.Version)] IOpenApiDocumentProvider documents
)
{
    private readonly Lazy<Task<Written>> _written = new(() => Write(documents));

    /// <summary>Anybody reads it, without a token; who has it sends its <c>ETag</c> and is spared the body.</summary>
    public static void Map(WebApplication app) =>
        app.MapGet($"/openapi/{OpenApiDocumentation.Version}.json", (ServedDescription served) => served.Answer())
            .AllowAnonymous()
            .ExcludeFromDescription();

    private async Task<IResult> Answer()
    {
        var written = await _written.Value;
        return TypedResults.Bytes(written.Text, "application/json;charset=utf-8", entityTag: written.Tag);
    }

    private static async Task<Written> Write(IOpenApiDocumentProvider documents)
    {
        var document = await documents.GetOpenApiDocumentAsync();
        var text = new MemoryStream();
        await document.SerializeAsJsonAsync(text, OpenApiSpecVersion.OpenApi3_1);
        var bytes = text.ToArray();
        return new(bytes, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\""));
    }

    private sealed record Written(byte[] Text, EntityTagHeaderValue Tag);
}
