using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Portal.Web.Api.Documents;

/// <summary>A filter that is misspelt would narrow nothing and go unnoticed: what the document doesn't name is refused.</summary>
internal sealed class KnownParameters(IApiDescriptionGroupCollectionProvider described)
{
    private readonly Lazy<Dictionary<string, HashSet<string>>> _known = new(() => Read(described));

    public async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var names = _known.Value[
            http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName
        ];
        var odd = http.Request.Query.Keys.FirstOrDefault(name => !names.Contains(name));
        return odd is null
            ? await next(call)
            : Problem.Of(
                400,
                names.Count == 0
                    ? $"There is no parameter {odd}; no query is read here."
                    : $"There is no parameter {odd}; there is {string.Join(", ", names.Order(StringComparer.Ordinal))}."
            );
    }

    // Names are found in any case, as the framework finds them.
    private static Dictionary<string, HashSet<string>> Read(IApiDescriptionGroupCollectionProvider described) =>
        described
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .Select(route => (Name: NameOf(route), route.ParameterDescriptions))
            .Where(route => route.Name is not null)
            .ToDictionary(
                route => route.Name!,
                route =>
                    route
                        .ParameterDescriptions.Where(p => p.Source == BindingSource.Query)
                        .Select(p => p.Name)
                        .ToHashSet(StringComparer.OrdinalIgnoreCase),
                StringComparer.Ordinal
            );

    private static string? NameOf(ApiDescription route) =>
        route.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;
}
