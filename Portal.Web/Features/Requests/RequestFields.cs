using Portal.Web.Features.Kinds;

namespace Portal.Web.Features.Requests;

/// <summary>Which fields a resource has in a form, and which of them has to be fixed first.</summary>
internal static class RequestFields
{
    private static readonly (string Name, string Id)[] OfEach =
    [
        ("name", "name"),
        ("cluster", "cluster"),
        ("owner", "owner"),
        ("description", "about"),
        ("labels", "labels"),
    ];

    /// <summary>From top to bottom.</summary>
    public static IEnumerable<(string Name, string Id)> Of(RequestView view, ResourceForm resource) =>
        resource.IsDelete
            ? []
            : OfEach
                .Where(field => resource.Beside is null || field.Name is "name" or "labels")
                .Concat(resource.Fields(view.ClusterOf(resource)));

    /// <summary>The id of the topmost element with something wrong; null for none.</summary>
    public static string? ToFix(RequestView view, ResourceForm resource) =>
        resource.Name.Trim().Length == 0
            ? resource.Id("name")
            : Of(view, resource)
                .Where(field => view.Problem(resource, field.Name) is not null)
                .Select(field => resource.Id(field.Id))
                .FirstOrDefault();

    /// <summary>The field that a problem of the resource <paramref name="at"/> a place is about; null when it is another's.</summary>
    public static string? NameIn(string problem, string at) =>
        problem == at ? ""
        : !problem.StartsWith(at + ".", StringComparison.Ordinal) ? null
        : problem[(at.Length + 1)..] is var name && name.StartsWith("spec.", StringComparison.Ordinal) ? name[5..]
        : name;
}
