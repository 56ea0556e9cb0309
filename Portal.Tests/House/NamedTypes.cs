using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Portal.Tests.House;

/// <summary>The assembly's own types that a token or a signature names, however deep: <c>Task&lt;Dictionary&lt;A, B[]&gt;&gt;</c> names A and B.</summary>
internal sealed class NamedTypes(MetadataReader metadata)
    : ISignatureTypeProvider<NamedTypes.Found, object?>,
        ICustomAttributeTypeProvider<NamedTypes.Found>
{
    private readonly Dictionary<string, TypeDefinitionHandle> _byName = metadata.TypeDefinitions.ToDictionary(
        handle => FullName(metadata, handle),
        StringComparer.Ordinal
    );

    public ImmutableArray<TypeDefinitionHandle> In(EntityHandle handle) =>
        handle.IsNil
            ? []
            : handle.Kind switch
            {
                HandleKind.TypeDefinition => [(TypeDefinitionHandle)handle],
                HandleKind.TypeSpecification => metadata
                    .GetTypeSpecification((TypeSpecificationHandle)handle)
                    .DecodeSignature(this, null)
                    .Types,
                HandleKind.FieldDefinition => In(metadata.GetFieldDefinition((FieldDefinitionHandle)handle)),
                HandleKind.MethodDefinition => In(metadata.GetMethodDefinition((MethodDefinitionHandle)handle)),
                HandleKind.MemberReference => In(metadata.GetMemberReference((MemberReferenceHandle)handle)),
                HandleKind.MethodSpecification => In(
                    metadata.GetMethodSpecification((MethodSpecificationHandle)handle)
                ),
                _ => [],
            };

    /// <summary>With the type that declares it, as a body names it.</summary>
    public ImmutableArray<TypeDefinitionHandle> In(FieldDefinition field) =>
        [field.GetDeclaringType(), .. field.DecodeSignature(this, null).Types];

    /// <inheritdoc cref="In(FieldDefinition)"/>
    public ImmutableArray<TypeDefinitionHandle> In(MethodDefinition method) =>
        [method.GetDeclaringType(), .. In(method.DecodeSignature(this, null))];

    public ImmutableArray<TypeDefinitionHandle> In(PropertyDefinition property) =>
        In(property.DecodeSignature(this, null));

    public ImmutableArray<TypeDefinitionHandle> Locals(StandaloneSignatureHandle locals) =>
        locals.IsNil
            ? []
            :
            [
                .. metadata
                    .GetStandaloneSignature(locals)
                    .DecodeLocalSignature(this, null)
                    .SelectMany(found => found.Types),
            ];

    /// <summary>The attribute, and what its <c>typeof</c>s name.</summary>
    public IEnumerable<TypeDefinitionHandle> In(CustomAttribute attribute)
    {
        var value = attribute.DecodeValue(this);
        var named = value
            .FixedArguments.Select(each => each.Value)
            .Concat(value.NamedArguments.Select(each => each.Value));
        return In(attribute.Constructor).Concat(named.OfType<Found>().SelectMany(found => found.Types));
    }

    public Found GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        new([handle]);

    public Found GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        new([], reader.GetString(reader.GetTypeReference(handle).Name) == nameof(Type));

    public Found GetTypeFromSpecification(
        MetadataReader reader,
        object? genericContext,
        TypeSpecificationHandle handle,
        byte rawTypeKind
    ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public Found GetTypeFromSerializedName(string name) =>
        new([.. name.Split('[', ']', ',').Where(_byName.ContainsKey).Select(part => _byName[part])]);

    public Found GetGenericInstantiation(Found genericType, ImmutableArray<Found> typeArguments) =>
        new([.. genericType.Types, .. typeArguments.SelectMany(each => each.Types)]);

    public Found GetFunctionPointerType(MethodSignature<Found> signature) => new(In(signature));

    public Found GetModifiedType(Found modifier, Found unmodifiedType, bool isRequired) =>
        new([.. modifier.Types, .. unmodifiedType.Types]);

    public Found GetPrimitiveType(PrimitiveTypeCode typeCode) => Found.Nothing;

    public Found GetGenericMethodParameter(object? genericContext, int index) => Found.Nothing;

    public Found GetGenericTypeParameter(object? genericContext, int index) => Found.Nothing;

    public Found GetArrayType(Found elementType, ArrayShape shape) => elementType;

    public Found GetSZArrayType(Found elementType) => elementType;

    public Found GetByReferenceType(Found elementType) => elementType;

    public Found GetPointerType(Found elementType) => elementType;

    public Found GetPinnedType(Found elementType) => elementType;

    public Found GetSystemType() => new([], IsSystemType: true);

    public bool IsSystemType(Found type) => type.IsSystemType;

    // Attributes with an enum that is no int are rare, and none of ours.
    public PrimitiveTypeCode GetUnderlyingEnumType(Found type) => PrimitiveTypeCode.Int32;

    private ImmutableArray<TypeDefinitionHandle> In(MemberReference member) =>
        [
            .. In(member.Parent),
            .. member.GetKind() == MemberReferenceKind.Field
                ? member.DecodeFieldSignature(this, null).Types
                : In(member.DecodeMethodSignature(this, null)),
        ];

    private ImmutableArray<TypeDefinitionHandle> In(MethodSpecification method) =>
        [.. In(method.Method), .. method.DecodeSignature(this, null).SelectMany(each => each.Types)];

    private static ImmutableArray<TypeDefinitionHandle> In(MethodSignature<Found> signature) =>
        [.. signature.ReturnType.Types, .. signature.ParameterTypes.SelectMany(each => each.Types)];

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } around ? $"{FullName(metadata, around)}+{name}"
            : metadata.GetString(type.Namespace) is { Length: > 0 } space ? $"{space}.{name}"
            : name;
    }

    public sealed record Found(ImmutableArray<TypeDefinitionHandle> Types, bool IsSystemType = false)
    {
        public static readonly Found Nothing = new([]);
    }
}
