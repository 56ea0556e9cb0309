using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Portal.Tests.Api;
using Portal.Tests.Kit;
using Portal.Web;

namespace Portal.Tests.House;

/// <summary>What stands behind the question mark of an address is spelled alike everywhere: lower camel case.</summary>
public sealed partial class QueryNameTests(PortalWeb web) : IClassFixture<PortalWeb>
{
    [Fact]
    public async Task Of_each_route_of_the_API()
    {
        var names = (await ApiDescription.Operations(web))
            .SelectMany(operation => operation.Parameters.Where(p => p.In == "query").Select(p => (operation, p.Name)))
            .ToList();

        names.Count.ShouldBeGreaterThan(30);
        names.Where(query => !Spelled().IsMatch(query.Name)).ShouldBeEmpty();
    }

    [Fact]
    public void Of_each_page()
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var taken = typeof(App)
            .Assembly.GetTypes()
            .SelectMany(page => page.GetProperties(Any | BindingFlags.DeclaredOnly))
            .Select(p => (Property: p, Query: p.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
            .Where(p => p.Query is not null)
            .ToList();

        taken.Count.ShouldBeGreaterThan(15);
        // Without a name of its own a parameter is spelled as its property is.
        taken
            .Where(p => !Spelled().IsMatch(p.Query!.Name ?? p.Property.Name))
            .Select(p => $"{p.Property.DeclaringType!.Name}.{p.Property.Name}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Of_each_link() =>
        Directory
            .EnumerateFiles(Repository.PathOf("Portal.Web"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .SelectMany(file =>
                Linked().Matches(File.ReadAllText(file)).Select(link => (file, link.Groups["name"].Value))
            )
            .Where(link => !Spelled().IsMatch(link.Value))
            .ShouldBeEmpty();

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.None, 1000)]
    private static partial Regex Spelled();

    [GeneratedRegex("""["/a-z}][?&](?<name>[A-Za-z0-9_-]+)=""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Linked();
}
