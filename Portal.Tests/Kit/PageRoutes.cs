using System.Reflection;
using Microsoft.AspNetCore.Components;
using Portal.Web.Layout;

namespace Portal.Tests.Kit;

/// <summary>Every page there is, read from the compiled web, so that a page that is added later is tried as well.</summary>
internal static class PageRoutes
{
    // The pages of other answers than 200: nothing is there, and the gallery of parts, which is served in development only.
    private static readonly string[] Elsewhere = ["/not-found", "/states"];

    public static IReadOnlyList<Type> Pages { get; } =
    [
        .. typeof(MainLayout)
            .Assembly.GetTypes()
            .Where(type => type.GetCustomAttributes<RouteAttribute>(inherit: false).Any()),
    ];

    /// <summary>As <c>/topics/{Cluster}/{Name}</c>.</summary>
    public static IReadOnlyList<string> Templates { get; } =
    [
        .. Pages
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>(inherit: false))
            .Select(route => route.Template)
            .Except(Elsewhere)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>An address, whatever its query, is one of the template's.</summary>
    public static bool IsOf(string template, string address)
    {
        var (wanted, path) = (template.Split('/'), address.Split('?')[0].Split('/'));
        return wanted.Length == path.Length
            && wanted.Zip(path).All(part => IsOfOne(part.First) ? part.Second.Length > 0 : part.First == part.Second);
    }

    public static bool IsOfOne(string template) => template.Contains('{', StringComparison.Ordinal);
}
