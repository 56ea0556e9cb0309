using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Portal.Tests.House;

/// <summary>
/// Which folder of a project refers to which, read from its compiled assembly: bases, members, attributes and the bodies of methods,
/// with what the compiler made of lambdas, iterators and Razor. A folder is the first word of a namespace below the project's. What a
/// compiler leaves no trace of isn't seen: a constant's value, a name within <c>nameof</c>.
/// </summary>
public sealed class FolderArrows : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly string _below;
    private readonly NamedTypes _types;
    private readonly Dictionary<(string From, string To), SortedSet<string>> _arrows = [];

    private FolderArrows(string assembly, string below)
    {
        _file = new PEReader(File.OpenRead(assembly));
        _metadata = _file.GetMetadataReader();
        _below = below + ".";
        _types = new NamedTypes(_metadata);
    }

    /// <summary>Each arrow between the folders below this namespace, with the types that draw it.</summary>
    public static IReadOnlyDictionary<(string From, string To), SortedSet<string>> Of(string assembly, string below)
    {
        using var reading = new FolderArrows(assembly, below);
        foreach (var handle in reading._metadata.TypeDefinitions)
        {
            if (reading.FolderOf(handle) is { } folder)
            {
                foreach (var other in reading.KnownTo(reading._metadata.GetTypeDefinition(handle)))
                {
                    reading.Draw(folder, handle, other);
                }
            }
        }

        return reading._arrows;
    }

    public void Dispose() => _file.Dispose();

    private void Draw(string folder, TypeDefinitionHandle from, TypeDefinitionHandle to)
    {
        if (FolderOf(to) is { } other && other != folder)
        {
            if (!_arrows.TryGetValue((folder, other), out var who))
            {
                _arrows[(folder, other)] = who = new(StringComparer.Ordinal);
            }

            who.Add($"{NameOf(Outermost(from))} uses {NameOf(Outermost(to))}");
        }
    }

    private IEnumerable<TypeDefinitionHandle> KnownTo(TypeDefinition type) =>
        new[] { type.BaseType }
            .Concat(
                type.GetInterfaceImplementations().Select(each => _metadata.GetInterfaceImplementation(each).Interface)
            )
            .SelectMany(each => _types.In(each))
            .Concat(Constraints(type.GetGenericParameters()))
            .Concat(Attributes(type.GetCustomAttributes()))
            .Concat(type.GetFields().Select(_metadata.GetFieldDefinition).SelectMany(KnownTo))
            .Concat(type.GetProperties().Select(_metadata.GetPropertyDefinition).SelectMany(KnownTo))
            .Concat(type.GetMethods().Select(_metadata.GetMethodDefinition).SelectMany(KnownTo));

    private IEnumerable<TypeDefinitionHandle> KnownTo(FieldDefinition field) =>
        _types.In(field).Concat(Attributes(field.GetCustomAttributes()));

    private IEnumerable<TypeDefinitionHandle> KnownTo(PropertyDefinition property) =>
        _types.In(property).Concat(Attributes(property.GetCustomAttributes()));

    private IEnumerable<TypeDefinitionHandle> KnownTo(MethodDefinition method) =>
        _types
            .In(method)
            .AsEnumerable()
            .Concat(Constraints(method.GetGenericParameters()))
            .Concat(Attributes(method.GetCustomAttributes()))
            .Concat(
                method
                    .GetParameters()
                    .SelectMany(each => Attributes(_metadata.GetParameter(each).GetCustomAttributes()))
            )
            .Concat(method.RelativeVirtualAddress == 0 ? [] : Body(_file.GetMethodBody(method.RelativeVirtualAddress)));

    private IEnumerable<TypeDefinitionHandle> Constraints(GenericParameterHandleCollection parameters) =>
        parameters
            .SelectMany(each => _metadata.GetGenericParameter(each).GetConstraints())
            .SelectMany(each => _types.In(_metadata.GetGenericParameterConstraint(each).Type));

    private IEnumerable<TypeDefinitionHandle> Attributes(CustomAttributeHandleCollection attributes) =>
        attributes.Select(_metadata.GetCustomAttribute).SelectMany(each => _types.In(each));

    private IEnumerable<TypeDefinitionHandle> Body(MethodBodyBlock body) =>
        _types
            .Locals(body.LocalSignature)
            .Concat(body.ExceptionRegions.SelectMany(region => _types.In(region.CatchType)))
            .Concat(MethodTokens.In(body).SelectMany(each => _types.In(each)));

    /// <summary>Null for what lies in no folder: the project's root puts the parts together, and the compiler's own types belong to nobody.</summary>
    private string? FolderOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(Outermost(handle));
        var name = _metadata.GetString(type.Namespace);
        return name.StartsWith(_below, StringComparison.Ordinal) ? name[_below.Length..].Split('.')[0] : null;
    }

    private TypeDefinitionHandle Outermost(TypeDefinitionHandle handle)
    {
        while (_metadata.GetTypeDefinition(handle).GetDeclaringType() is { IsNil: false } around)
        {
            handle = around;
        }

        return handle;
    }

    private string NameOf(TypeDefinitionHandle handle) => _metadata.GetString(_metadata.GetTypeDefinition(handle).Name);
}
