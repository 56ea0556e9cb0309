using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Portal.Tests.House;

/// <summary>What the instructions of a method name: types, fields and methods.</summary>
internal static class MethodTokens
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(OpCodes)
        .GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IEnumerable<EntityHandle> In(MethodBodyBlock body) => Coded(body).Select(named => named.Token);

    /// <summary>Each with the instruction that names it, in their order.</summary>
    public static List<(OpCode Code, EntityHandle Token)> Coded(MethodBodyBlock body)
    {
        var tokens = new List<(OpCode, EntityHandle)>();
        var bytes = body.GetILReader();
        while (bytes.RemainingBytes > 0)
        {
            var first = bytes.ReadByte();
            // The codes of two bytes begin with this one.
            var code = OpCodes[first == 0xFE ? (short)(0xFE00 | bytes.ReadByte()) : first];
            switch (code.OperandType)
            {
                case OperandType.InlineField
                or OperandType.InlineMethod
                or OperandType.InlineTok
                or OperandType.InlineType:
                    tokens.Add((code, (EntityHandle)MetadataTokens.Handle(bytes.ReadInt32())));
                    break;
                case OperandType.InlineSwitch:
                    var targets = bytes.ReadInt32();
                    bytes.Offset += targets * sizeof(int);
                    break;
                default:
                    bytes.Offset += LengthOf(code.OperandType);
                    break;
            }
        }

        return tokens;
    }

    private static int LengthOf(OperandType operand) =>
        operand switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            _ => 4,
        };
}
