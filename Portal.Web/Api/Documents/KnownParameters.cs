using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Portal.Web.Api.Documents;

/// <summary>
/// A filter that is misspelt, or a number or a time that is left empty, would narrow nothing and go unnoticed: what the document doesn't name
/// is refused, and so is what it doesn't let be empty. What can't be read is refused by the framework without a word; here it gets one.
/// </summary>
internal sealed class KnownParameters(IApiDescriptionGroupCollectionProvider described)
{
    private readonly Lazy<Dictionary<string, Dictionary<string, Type>>> _known = new(() => Read(described));

    public async ValueTask<object?> Check(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var http = call.HttpContext;
        var names = _known.Value[
            http.GetEndpoint()!.Metadata.GetRequiredMetadata<IEndpointNameMetadata>().EndpointName
        ];
        foreach (var (name, values) in http.Request.Query)
        {
            if (!names.TryGetValue(name, out var type))
            {
                return Problem.Of(
                    400,
                    names.Count == 0
                        ? $"There is no parameter {name}; no query is read here."
                        : $"There is no parameter {name}; there is {string.Join(", ", names.Keys.Order(StringComparer.Ordinal))}."
                );
            }

            if (type.IsValueType && values.Contains(""))
            {
                return Problem.Of(400, $"{name} is empty: give it a value, or leave it out.");
            }

            var single = Nullable.GetUnderlyingType(type) ?? type;
            if (values is [{ } value] && !TypeWords.Reads(single, value))
            {
                return Problem.Of(400, $"{name} can't be read from “{value}”: it takes {TypeWords.Of(single)}.");
            }
        }

        return await next(call);
    }

    // Names are found in any case, as the framework finds them.
    private static Dictionary<string, Dictionary<string, Type>> Read(
        IApiDescriptionGroupCollectionProvider described
    ) =>
        described
            .ApiDescriptionGroups.Items.SelectMany(group => group.Items)
            .Select(route => (Name: NameOf(route), route.ParameterDescriptions))
            .Where(route => route.Name is not null)
            .ToDictionary(
                route => route.Name!,
                route =>
                    route
                        .ParameterDescriptions.Where(p => p.Source == BindingSource.Query)
                        .ToDictionary(p => p.Name, p => p.Type, StringComparer.OrdinalIgnoreCase),
                StringComparer.Ordinal
            );

    private static string? NameOf(ApiDescription route) =>
        route.ActionDescriptor.EndpointMetadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName;
}
