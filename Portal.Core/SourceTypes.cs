using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Portal.Core;

/// <summary>
/// The types of an assembly that stand in its source. What the compiler makes of lambdas and async methods is more than half of all,
/// and <see cref="Assembly.GetTypes"/> would load it whole into a process that needs little of it.
/// </summary>
public static class SourceTypes
{
    private static readonly ConcurrentDictionary<Assembly, ImmutableArray<Type>> Known = new();

    /// <summary>In the order of the assembly's table, nested ones too.</summary>
    public static ImmutableArray<Type> Of(Assembly assembly) => Known.GetOrAdd(assembly, Read);

    private static ImmutableArray<Type> Read(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. from type in metadata.TypeDefinitions
            where !IsMadeByCompiler(metadata, type)
            select assembly.ManifestModule.ResolveType(MetadataTokens.GetToken(type)),
        ];
    }

    // No name that can be written has such a bracket.
    private static bool IsMadeByCompiler(MetadataReader metadata, TypeDefinitionHandle type) =>
        !type.IsNil
        && (
            metadata.GetString(metadata.GetTypeDefinition(type).Name).Contains('<')
            || IsMadeByCompiler(metadata, metadata.GetTypeDefinition(type).GetDeclaringType())
        );
}
