// Start commands from the apps' own documentation.

/** @type {Template[]} */
export const templates = [
	{
		title: "ComfyUI", about: "Node-based image and video generation", name: "comfyui", repository: "https://github.com/Comfy-Org/ComfyUI",
		start_command: "python main.py --listen 0.0.0.0 --port 8188", port: "8188", gpus: "1", memory_gib: "16",
	},
	{
		title: "Stable Diffusion WebUI", about: "Text to image, with many extensions", name: "stable-diffusion",
		repository: "https://github.com/AUTOMATIC1111/stable-diffusion-webui", requirements_file: "requirements_versions.txt",
		start_command: "python launch.py --listen --port 7860", port: "7860", gpus: "1", memory_gib: "16",
	},
	{
		title: "Fooocus", about: "Text to image, few settings", name: "fooocus", repository: "https://github.com/lllyasviel/Fooocus",
		requirements_file: "requirements_versions.txt", start_command: "python launch.py --listen 0.0.0.0 --port 7865", port: "7865",
		gpus: "1", memory_gib: "16",
	},
	{
		title: "InvokeAI", about: "Image studio with a canvas", name: "invokeai", repository: "https://github.com/invoke-ai/InvokeAI",
		no_requirements: true, start_command: "pip install InvokeAI && invokeai-web --root .invokeai", port: "9090", gpus: "1", memory_gib: "16",
		environment: [{ name: "INVOKEAI_HOST", value: "0.0.0.0", secret: false }],
	},
	{
		title: "text-generation-webui", about: "Chat with language models", name: "text-generation",
		repository: "https://github.com/oobabooga/text-generation-webui", requirements_file: "requirements/full/requirements.txt",
		start_command: "python server.py --listen --listen-port 7860", port: "7860", gpus: "1", memory_gib: "32",
	},
	{
		title: "Whisper-WebUI", about: "Speech to subtitles", name: "whisper", repository: "https://github.com/jhj0517/Whisper-WebUI",
		start_command: "python app.py --server_name 0.0.0.0 --server_port 7860 --inbrowser False", port: "7860", gpus: "1", memory_gib: "8",
	},
	{
		title: "Gradio starter", about: "A first app to try", name: "hello-gradio", repository: "https://huggingface.co/spaces/gradio/hello_world",
		start_command: "python run.py", port: "7860", gpus: "0", memory_gib: "2",
		environment: [{ name: "GRADIO_SERVER_NAME", value: "0.0.0.0", secret: false }],
	},
];
