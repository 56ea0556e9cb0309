using System.Reflection;
using Portal.Core.Store;
using Portal.Tests.Kit;
using Portal.Web;

namespace Portal.Tests.House;

/// <summary>Pages and routes ask application services of Core; none of them asks the store itself.</summary>
public sealed class StoreUseTests
{
    [Fact]
    public void No_file_of_the_web_names_the_store() =>
        Directory
            .EnumerateFiles(Repository.PathOf("Portal.Web"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj"))
            .Where(file => File.ReadAllText(file).Contains(nameof(PortalDb), StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Repository.Root, file))
            .ShouldBeEmpty();

    [Fact]
    public void The_web_needs_no_mapper() =>
        typeof(App)
            .Assembly.GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(name => name.Contains("EntityFrameworkCore", StringComparison.Ordinal))
            .ShouldBeEmpty();
}
