"""Makes the checkpoints and expected values that ImportExactnessTest reads.

Made with Python 3.11.7, torch 2.15.0 (CPU), transformers 5.23.0, safetensors 0.8.0, numpy 2.4.6:

    python -m venv venv && venv/bin/pip install torch==2.15.0 transformers==5.23.0 safetensors==0.8.0
    venv/bin/python src/test/resources/org/prmscope/model/checkpoints/make_fixtures.py

Each folder gets config.json, generation_config.json, the weights in safetensors, and expected.json:
for every prompt (rows of token ids) the logits of its last position and 64 tokens decoded greedily,
and for the first prompt the logits of its last three positions. Weights are random, from fixed seeds,
and drawn wide enough that attention is not uniform. Norms,
biases and q/k norms are random too, so that one that is left out or mixed up is seen. Everything is
computed in float32 from the values as stored. Whether the two best logits of every greedy step are
far enough apart for another implementation to choose the same is checked here (MARGIN), and that a
text does not stand still (VARIETY).
"""

import json
import shutil
from pathlib import Path

import torch
from transformers import (
    LlamaConfig,
    LlamaForCausalLM,
    MistralConfig,
    MistralForCausalLM,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
)

HERE = Path(__file__).parent
VOCAB = 272
GREEDY = 64
MARGIN = 2e-3
VARIETY = 8
SIZES = dict(
    vocab_size=VOCAB,
    num_hidden_layers=2,
    max_position_embeddings=256,
    bos_token_id=266,
    eos_token_id=267,
    attention_dropout=0.0,
)
MODELS = {
    "qwen2-tied": (
        Qwen2ForCausalLM,
        Qwen2Config(
            hidden_size=32, num_attention_heads=2, num_key_value_heads=2, intermediate_size=64,
            rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
            rms_norm_eps=1e-6, tie_word_embeddings=True, **SIZES,
        ),
        torch.bfloat16, "10GB",
    ),
    "qwen2-untied-sharded": (
        Qwen2ForCausalLM,
        Qwen2Config(
            hidden_size=32, num_attention_heads=2, num_key_value_heads=1, intermediate_size=64,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
            rms_norm_eps=1e-5, tie_word_embeddings=False, **SIZES,
        ),
        torch.float16, "20KB",
    ),
    "qwen3": (
        Qwen3ForCausalLM,
        Qwen3Config(
            hidden_size=32, num_attention_heads=4, num_key_value_heads=2, head_dim=16,
            intermediate_size=64,
            rope_parameters={"rope_type": "default", "rope_theta": 1000000.0},
            rms_norm_eps=1e-6, tie_word_embeddings=True, **SIZES,
        ),
        torch.bfloat16, "10GB",
    ),
    "llama": (
        LlamaForCausalLM,
        LlamaConfig(
            hidden_size=32, num_attention_heads=4, num_key_value_heads=2, intermediate_size=64,
            head_dim=16,
            rope_parameters={"rope_type": "default", "rope_theta": 10000.0},
            attention_bias=True, mlp_bias=True,
            rms_norm_eps=1e-5, tie_word_embeddings=False, **SIZES,
        ),
        torch.bfloat16, "10GB",
    ),
    "llama3-rope": (
        LlamaForCausalLM,
        LlamaConfig(
            hidden_size=32, num_attention_heads=4, num_key_value_heads=2, intermediate_size=64,
            head_dim=16,
            # Bounds such that the 8 frequencies of a head fall into all three ranges.
            rope_parameters={
                "rope_type": "llama3", "rope_theta": 10000.0, "factor": 8.0,
                "low_freq_factor": 1.0, "high_freq_factor": 4.0,
                "original_max_position_embeddings": 64,
            },
            rms_norm_eps=1e-5, tie_word_embeddings=True, **SIZES,
        ),
        torch.float32, "10GB",
    ),
    "mistral-linear-rope": (
        MistralForCausalLM,
        MistralConfig(
            hidden_size=32, num_attention_heads=4, num_key_value_heads=2, intermediate_size=64,
            head_dim=16, sliding_window=None,
            rope_parameters={"rope_type": "linear", "rope_theta": 10000.0, "factor": 2.0},
            rms_norm_eps=1e-5, tie_word_embeddings=True, **SIZES,
        ),
        torch.bfloat16, "10GB",
    ),
}
PROMPTS = [
    [266, 72, 101, 108, 108, 111, 3, 17, 200, 9, 9, 50],
    [5],
    [(i * 37 + 11) % 260 for i in range(100)],
]


def randomise(model, seed):
    generator = torch.Generator().manual_seed(seed)
    for name, value in model.named_parameters():
        draw = torch.randn(value.shape, generator=generator)
        if name.endswith("norm.weight"):
            value.data = 1 + 0.2 * draw
        elif name.endswith("bias"):
            value.data = 0.3 * draw
        elif "embed_tokens" in name or "lm_head" in name:
            value.data = 0.4 * draw
        else:
            value.data = 0.35 * draw


@torch.no_grad()
def expected(model):
    prompts = []
    for number, prompt in enumerate(PROMPTS):
        logits = model(torch.tensor([prompt])).logits[0]
        ids = list(prompt)
        margin = float("inf")
        for _ in range(GREEDY):
            last = model(torch.tensor([ids])).logits[0, -1]
            top = last.topk(2).values
            margin = min(margin, float(top[0] - top[1]))
            ids.append(int(last.argmax()))
        print(f"  prompt {number}: least margin {margin:.4f}, "
              f"{len(set(ids[len(prompt):]))} different tokens")
        if margin < MARGIN or len(set(ids[len(prompt):])) < VARIETY:
            return None
        kept = logits[-3:] if number == 0 else logits[-1:]
        prompts.append({
            "prompt": prompt,
            "logits": [[round(float(v), 6) for v in row] for row in kept],
            "greedy": ids[len(prompt):],
        })
    return prompts


def main():
    for name, (kind, config, dtype, shard) in MODELS.items():
        folder = HERE / name
        shutil.rmtree(folder, ignore_errors=True)
        config._attn_implementation = "eager"
        for seed in range(1, 100):
            model = kind(config)
            randomise(model, seed)
            # The values as stored, computed with in float32. Not model.to(dtype): that would round
            # the rotary frequencies too.
            for value in model.parameters():
                value.data = value.data.to(dtype).float()
            model.eval()
            model.tie_weights()
            print(name, "seed", seed)
            prompts = expected(model)
            if prompts is not None:
                break
        model.to(dtype).save_pretrained(folder, max_shard_size=shard)
        (folder / "expected.json").write_text(json.dumps({"prompts": prompts}) + "\n")


main()
