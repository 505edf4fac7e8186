using SimdReg.Torch.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SimdReg.Torch.Tests;

/// <summary>The three forms of each method of <see cref="Optim"/>: parameters, parameters with names, groups.</summary>
public class OverloadTests
{
    // Every argument is another than its default, so that none can be left out on the way.
    public static TheoryData<string> Methods => [.. _all.Keys];

    private static readonly Dictionary<string, Func<Form, SimdOptimizer>> _all = new()
    {
        ["SGD"] = form => form.Of(p => Optim.SGD(p, 0.25, 0.5, 0.125, 0.0625, maximize: true), p => Optim.SGD(p, 0.25, 0.5, 0.125, 0.0625, maximize: true), p => Optim.SGD(p, 0.25, 0.5, 0.125, 0.0625, maximize: true)),
        ["Lion"] = form => form.Of(p => Optim.Lion(p, 0.25, 0.5, 0.75, 0.125, true), p => Optim.Lion(p, 0.25, 0.5, 0.75, 0.125, true), p => Optim.Lion(p, 0.25, 0.5, 0.75, 0.125, true)),
        ["Adam"] = form => form.Of(p => Optim.Adam(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true), p => Optim.Adam(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true), p => Optim.Adam(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true)),
        ["AdamW"] = form => form.Of(p => Optim.AdamW(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true), p => Optim.AdamW(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true), p => Optim.AdamW(p, 0.25, 0.5, 0.75, 0.01, 0.125, true, true)),
        ["Adagrad"] = form => form.Of(p => Optim.Adagrad(p, 0.25, 0.5, 0.125, 0.0625, 0.01, true), p => Optim.Adagrad(p, 0.25, 0.5, 0.125, 0.0625, 0.01, true), p => Optim.Adagrad(p, 0.25, 0.5, 0.125, 0.0625, 0.01, true)),
        ["RMSprop"] = form => form.Of(p => Optim.RMSprop(p, 0.25, 0.5, 0.01, 0.125, 0.75, true, true), p => Optim.RMSprop(p, 0.25, 0.5, 0.01, 0.125, 0.75, true, true), p => Optim.RMSprop(p, 0.25, 0.5, 0.01, 0.125, 0.75, true, true)),
        ["FTRL"] = form => form.Of(p => Optim.FTRL(p, 0.25, 0.5, 0.125, 0.0625, true), p => Optim.FTRL(p, 0.25, 0.5, 0.125, 0.0625, true), p => Optim.FTRL(p, 0.25, 0.5, 0.125, 0.0625, true)),
    };

    [TorchTheory]
    [MemberData(nameof(Methods))]
    public void Parameters_names_and_groups_give_the_same_optimizer(string method)
    {
        var results = Enumerable.Range(0, 3).Select(form =>
        {
            using var parameter = new Parameter(tensor([1f, -2, 0.5f, -0.25f]));
            using var optimizer = _all[method](new(parameter, form));
            for (var step = 1; step <= 3; step++)
            {
                parameter.grad = tensor([0.5f, 0.25f, -1, step]);
                optimizer.step();
            }

            return (Weights: parameter.detach().data<float>().ToArray(), State: SavedState.Bytes(optimizer));
        }).ToArray();
        Assert.NotEqual([1f, -2, 0.5f, -0.25f], results[0].Weights);
        foreach (var (weights, state) in results)
        {
            Assert.Equal(results[0].Weights, weights);
            Assert.Equal(results[0].State, state);
        }
    }

    private sealed record Form(Parameter Parameter, int Index)
    {
        public SimdOptimizer Of(
            Func<IEnumerable<Parameter>, SimdOptimizer> plain, Func<IEnumerable<(string, Parameter)>, SimdOptimizer> named, Func<IEnumerable<Group>, SimdOptimizer> grouped) => Index switch
            {
                0 => plain([Parameter]),
                1 => named([("weight", Parameter)]),
                _ => grouped([new Group([Parameter])]),
            };
    }
}
