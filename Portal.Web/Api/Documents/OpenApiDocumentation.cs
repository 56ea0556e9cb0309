using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Portal.Web.Api.Limits;

namespace Portal.Web.Api.Documents;

/// <summary>The API's description, served at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiDocumentation
{
    public const string Version = "v1";
    private const string Name = "token";

    private const string Description = """
        All that the portal's pages do. Sign in with a bearer token; `./portal token NAME` prints one where sign-in is embedded.

        Lists are paged by key: send `next` of one answer as `after` of the next request. What is not known is `null`, with the reason beside it; it is never 0.
        Refusals are problem documents (RFC 9457); `errors` names what belongs beside which field.
        A POST that takes an `Idempotency-Key` is done once with one within a day, however often it is sent.
        While the first one is under way, others are answered with 409 of type `urn:portal:problem:key-under-way` and `Retry-After`: send it again then. `urn:portal:problem:key-used`: take a new key.
        """;

    public static void AddPortalOpenApi(this IServiceCollection services) =>
        services
            .AddSingleton<ServedDescription>()
            .AddOpenApi(
                Version,
                options =>
                {
                    options.AddDocumentTransformer(Head);
                    options.AddOperationTransformer(Headers);
                    options.AddSchemaTransformer(TraceId);
                    options.AddSchemaTransformer<KindDocumentation>();
                    options.AddSchemaTransformer(ExactSchemas.Bounds);
                    options.AddSchemaTransformer(ExactSchemas.Items);
                    options.AddDocumentTransformer(ExactSchemas.Nulls);
                }
            );

    private static Task Head(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken stop
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Portal",
            Version = "1",
            Description = Description,
        };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Name] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description =
                    "A token of a person: portal_ and 72 hexadecimal digits. It may do what its scopes and its person may.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Name, document)] = [] },
        ];
        return Task.CompletedTask;
    }

    // Every problem has one: what an operator finds in the log by.
    private static Task TraceId(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        if (context.JsonTypeInfo.Type.IsAssignableTo(typeof(ProblemDetails)))
        {
            schema.Properties ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
            schema.Properties["traceId"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Description = "For the portal's operators: the log has it beside the cause.",
            };
        }

        return Task.CompletedTask;
    }

    private static Task Headers(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken stop
    )
    {
        var description = context.Description;
        var endpoint = description.ActionDescriptor.EndpointMetadata;
        if (description.HttpMethod == HttpMethods.Post && endpoint.OfType<HonoursIdempotencyKey>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = IdempotentRequests.Header,
                    In = ParameterLocation.Header,
                    Description =
                        "Any plain text of up to 200 characters, new for each request that is meant to be done once.",
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MaxLength = 200,
                        Pattern = "^[ -~]*$",
                    },
                }
            );
        }

        // Where it is needed, left out it is answered with 428, which says what to send; the framework's own refusal would not.
        foreach (var seen in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.Name == "If-Match") ?? [])
        {
            seen.Required = endpoint.OfType<ProducesResponseTypeMetadata>().Any(answer => answer.StatusCode == 428);
            ((OpenApiSchema)seen.Schema!).Pattern = "^\"[0-9a-f]+\"$";
        }

        return Task.CompletedTask;
    }
}
